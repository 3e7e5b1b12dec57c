insert into offer (id, publisher_id, key, name, kind, listing, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $7)
