-- Several workers: each takes the next job that no other has locked, of the owner whose turn is next.
update job set state = 'running', attempts = attempts + 1, locked_until = $2
where id = (
    select id from job where state = 'queued' and lane = $3 and owner > $4 and run_at <= $1
    order by owner, run_at, id limit 1 for update skip locked
)
returning id, kind, payload, case_id, attempts, owner
