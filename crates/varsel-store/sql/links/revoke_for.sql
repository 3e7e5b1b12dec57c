update one_time_link set used_at = $3 where email = $1 and purpose = $2 and used_at is null
