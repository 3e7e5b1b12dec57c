-- `$1` names the scope and the columns a publisher may search, so that the index never leaves them; `$10` is a second lock.
select d.row_id, c.number, c.title, c.stage, c.severity, p.name, c.submitted_at,
    substr(d.names, 1, $9), substr(d.body, 1, $9), null
from search_index join search_doc d on d.row_id = search_index.rowid
    join cases c on c.id = d.case_id join publisher p on p.id = c.publisher_id
where search_index match $1 and d.scope = $10 and search_index.rowid < $2
    and ('' = $4 or c.severity = $4) and ('' = $5 or c.priority = $5) and ('' = $6 or c.category = $6)
    and ('' = $7 or c.stage = $7) and ('' = $8 or c.publisher_id = $8)
order by search_index.rowid desc limit $3
