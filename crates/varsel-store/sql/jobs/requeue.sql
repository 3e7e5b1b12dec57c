update job set state = 'queued', run_at = $2, attempts = 0, finished_at = null where id = $1 and state = 'dead'
