select id, key, name, website, country, created_at, updated_at from publisher where id = $1
