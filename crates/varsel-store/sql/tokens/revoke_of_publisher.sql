update api_token set revoked_at = $3 where person_id = $1 and publisher_id = $2 and revoked_at is null
