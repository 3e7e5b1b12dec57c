update job set state = 'queued', locked_until = null, last_error = $2, run_at = $3 where id = $1 and state = 'running'
