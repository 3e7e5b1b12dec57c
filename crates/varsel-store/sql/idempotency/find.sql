select request_hash, status, body from idempotency_key where person_id = $1 and key = $2
