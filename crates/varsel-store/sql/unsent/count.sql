select count(*) from unsent where person_id = $1
