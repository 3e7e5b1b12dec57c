-- Only the worker that holds the job, as of its attempt.
update job set state = 'queued', locked_until = null, last_error = $3, run_at = $4
where id = $1 and state = 'running' and attempts = $2
