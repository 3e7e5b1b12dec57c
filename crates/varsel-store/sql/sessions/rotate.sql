update session set token_hash = $2, publisher_id = $3 where id = $1
