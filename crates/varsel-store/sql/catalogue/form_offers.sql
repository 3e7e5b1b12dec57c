select id, name, kind, listing from offer where publisher_id = $1 order by name, id limit $2
