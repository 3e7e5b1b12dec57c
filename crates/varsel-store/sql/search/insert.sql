insert into search_doc (case_id, scope, title, names, body, notes) values ($1, $2, $3, $4, $5, '')
