-- When it was made is when it is due first: mostly at once, of what waits for working hours then.
insert into job (id, kind, payload, case_id, state, run_at, attempts, locked_until, last_error, created_at, finished_at)
values ($1, $2, $3, $4, 'queued', $5, 0, null, null, $5, null)
