-- Only the worker that holds the job, as of its attempt.
update job set state = 'done', locked_until = null, last_error = null, finished_at = $3
where id = $1 and state = 'running' and attempts = $2
