-- `$1` names the scope and the columns a publisher may search, so that the index never leaves them; `$11` is a second lock.
select d.row_id, c.number, c.title, c.stage, c.severity, p.name, c.submitted_at,
    snippet(search_index, -1, $2, $3, ' … ', 24)
from search_index join search_doc d on d.row_id = search_index.rowid
    join cases c on c.id = d.case_id join publisher p on p.id = c.publisher_id
where search_index match $1 and d.scope = $11 and search_index.rowid < $4
    and ('' = $6 or c.severity = $6) and ('' = $7 or c.priority = $7) and ('' = $8 or c.category = $8)
    and ('' = $9 or c.stage = $9) and ('' = $10 or c.publisher_id = $10)
order by search_index.rowid desc limit $5
