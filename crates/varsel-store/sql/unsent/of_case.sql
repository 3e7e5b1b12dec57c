select kind, body, due_date, due_time, updated_at from unsent where person_id = $1 and case_id = $2
