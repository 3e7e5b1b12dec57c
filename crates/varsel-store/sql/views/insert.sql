insert into saved_view (id, person_id, name, query, created_at) values ($1, $2, $3, $4, $5)
