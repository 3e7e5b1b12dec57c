insert into publisher (id, key, name, website, country, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)
