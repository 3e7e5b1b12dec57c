select id, key, name, website, country, created_at, updated_at from publisher where (name, id) > ($1, $2) order by name, id limit $3
