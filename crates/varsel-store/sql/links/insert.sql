insert into one_time_link (id, token_hash, purpose, email, person_id, publisher_id, role, created_by, created_at, expires_at, used_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null)
