insert into customer (id, key, name, country, created_at) values ($1, $2, $3, $4, $5)
