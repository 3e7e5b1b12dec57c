-- Only the worker that holds the job, as of its attempt.
update job set state = 'dead', locked_until = null, last_error = $3, finished_at = $4
where id = $1 and state = 'running' and attempts = $2
