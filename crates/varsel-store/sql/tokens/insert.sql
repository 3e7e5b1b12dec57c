insert into api_token (id, token_hash, person_id, publisher_id, name, scopes, hint, created_at, expires_at, used_at, revoked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, null)
