-- Only the worker that holds the job: whoever claimed it anew has counted another attempt.
update job set payload = $3, locked_until = $4 where id = $1 and state = 'running' and attempts = $2
