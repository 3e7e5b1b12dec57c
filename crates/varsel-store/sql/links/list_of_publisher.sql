select id, purpose, email, role, created_at, expires_at from one_time_link
where publisher_id = $1 and used_at is null and expires_at > $2 order by created_at desc limit $3
