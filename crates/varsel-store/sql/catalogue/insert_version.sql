insert into offer_version (id, offer_id, name, position, released_at) values ($1, $2, $3, $4, null)
