update search_doc
set scope = $2, title = $3, names = $4, body = $5, notes = $6, shared_words = $7, desk_words = $8, folding = $9
where case_id = $1
