delete from session where person_id = $1 and id <> $2
