insert into case_word (word, case_id) values ($1, $2)
