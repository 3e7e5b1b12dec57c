update job set state = 'dead', locked_until = null, last_error = $2, finished_at = $3 where id = $1 and state = 'running'
