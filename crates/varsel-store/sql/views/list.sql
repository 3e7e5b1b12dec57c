select id, name, query from saved_view where person_id = $1 order by created_at, id limit $2
