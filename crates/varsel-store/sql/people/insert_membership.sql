insert into membership (person_id, publisher_id, role, created_at) values ($1, $2, $3, $4)
