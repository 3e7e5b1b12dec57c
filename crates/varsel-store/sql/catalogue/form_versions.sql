select offer_id, name from offer_version where position < $3 and offer_id
in (select id from offer where publisher_id = $1 order by name, id limit $2) order by offer_id, position, name
