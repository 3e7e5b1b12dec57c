update one_time_link set used_at = $2
where email = $1 and purpose = 'invitation' and used_at is null and (publisher_id = $4 or ($3 and publisher_id is null))
