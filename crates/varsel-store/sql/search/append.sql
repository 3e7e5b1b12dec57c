update search_doc set
    body = case when length(body) < $4 then body || $2 else body end,
    notes = case when length(notes) < $4 then notes || $3 else notes end,
    shared_words = $5, desk_words = $6
where case_id = $1
