delete from unsent where person_id = $1 and case_id in (select id from cases where publisher_id = $2)
