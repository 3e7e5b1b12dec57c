delete from unsent where person_id = $1 and case_id = $2 and kind = $3
