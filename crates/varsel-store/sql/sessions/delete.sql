delete from session where id = $1 and person_id = $2
