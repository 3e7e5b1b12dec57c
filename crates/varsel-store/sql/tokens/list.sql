select id, name, scopes, hint, created_at, expires_at, used_at from api_token
where person_id = $1 and revoked_at is null order by created_at desc limit $2
