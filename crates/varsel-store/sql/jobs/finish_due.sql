update job set state = 'done', finished_at = $1 where state = 'queued' and run_at <= $1
