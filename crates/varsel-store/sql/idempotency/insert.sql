insert into idempotency_key (person_id, key, request_hash, status, body, created_at) values ($1, $2, $3, $4, $5, $6)
