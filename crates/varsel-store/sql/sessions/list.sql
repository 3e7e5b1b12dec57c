select id, user_agent, created_at, seen_at, expires_at from session where person_id = $1 order by seen_at desc limit $2
