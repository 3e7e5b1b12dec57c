update job set state = 'done', locked_until = null, last_error = null, finished_at = $2 where id = $1 and state = 'running'
