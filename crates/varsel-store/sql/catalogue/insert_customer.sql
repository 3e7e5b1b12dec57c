insert into customer (id, key, name, country, critical, created_at) values ($1, $2, $3, $4, $5, $6)
