update one_time_link set used_at = $2
where created_by = $1 and purpose = 'invitation' and used_at is null and ($3 or publisher_id = $4)
