update membership set role = $3 where person_id = $1 and publisher_id = $2
