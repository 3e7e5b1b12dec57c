-- When it was made is when it is due first: mostly at once, of what waits for working hours then.
insert into job (
    id, kind, lane, owner, payload, case_id, state, run_at, attempts, locked_until, last_error, created_at, finished_at
)
values ($1, $2, $3, $4, $5, $6, 'queued', $7, 0, null, null, $7, null)
