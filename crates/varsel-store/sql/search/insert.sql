insert into search_doc (case_id, scope, title, names, body, notes, shared_words, desk_words, folding)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
