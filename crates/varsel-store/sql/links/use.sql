update one_time_link set used_at = $2 where id = $1 and used_at is null
