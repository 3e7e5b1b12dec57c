select id, purpose, email, role, created_at, expires_at from one_time_link
where publisher_id is null and purpose = 'invitation' and used_at is null and expires_at > $1 order by created_at desc limit $2
