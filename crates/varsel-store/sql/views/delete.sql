delete from saved_view where id = $1 and person_id = $2
