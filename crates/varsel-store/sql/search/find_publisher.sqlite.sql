-- `$1` names the scope and the columns a publisher may search, so that the index never leaves them; `$6` is a second lock.
select d.row_id, c.number, c.title, c.stage, c.severity, p.name, c.submitted_at,
    snippet(search_index, -1, $2, $3, ' … ', 24)
from search_index join search_doc d on d.row_id = search_index.rowid
    join cases c on c.id = d.case_id join publisher p on p.id = c.publisher_id
where search_index match $1 and d.scope = $6 and search_index.rowid < $4
order by search_index.rowid desc limit $5
