update search_doc set notes = notes || $2 where case_id = $1 and length(notes) < $3
