select case_id from search_doc where folding < $1 order by folding, row_id limit $2
