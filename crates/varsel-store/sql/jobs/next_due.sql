select run_at from job where state = 'queued' and lane = $1 order by run_at, id limit 1
