delete from idempotency_key where created_at < $1
