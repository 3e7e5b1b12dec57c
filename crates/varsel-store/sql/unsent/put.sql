-- `$8` is the version that was read: what another window has saved since stays.
insert into unsent (person_id, case_id, kind, body, due_date, due_time, updated_at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (person_id, case_id, kind) do update set
    body = $4, due_date = $5, due_time = $6, updated_at = $7
where unsent.updated_at = $8
