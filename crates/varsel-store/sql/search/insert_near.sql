insert into case_near (case_id, words, near_id) values ($1, $2, $3)
