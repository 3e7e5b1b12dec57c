insert into plan (id, offer_id, name, position) values ($1, $2, $3, $4)
