select d.row_id from search_doc d join cases c on c.id = d.case_id
where c.number = $1 and ('' = $2 or d.scope = $2)
