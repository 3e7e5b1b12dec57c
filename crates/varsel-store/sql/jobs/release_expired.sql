-- Jobs of a worker that died go back to the queue.
update job set state = 'queued', locked_until = null where state = 'running' and locked_until < $1
