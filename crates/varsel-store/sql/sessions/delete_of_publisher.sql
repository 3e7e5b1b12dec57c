delete from session where person_id = $1 and publisher_id = $2
