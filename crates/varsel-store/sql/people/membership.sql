select role from membership where person_id = $1 and publisher_id = $2
