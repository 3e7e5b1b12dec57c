insert into session (id, token_hash, person_id, publisher_id, user_agent, created_at, seen_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $6, $7)
