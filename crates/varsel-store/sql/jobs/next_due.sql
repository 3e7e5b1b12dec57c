select run_at from job where state = 'queued' order by run_at, id limit 1
