-- `$1` is an FTS5 expression made in `search`; newest first, since a rank would have to read every match.
select d.row_id, c.number, c.title, c.stage, c.severity, p.name, c.submitted_at,
    snippet(search_index, -1, $2, $3, ' … ', 24)
from search_index join search_doc d on d.row_id = search_index.rowid
    join cases c on c.id = d.case_id join publisher p on p.id = c.publisher_id
where search_index match $1 and search_index.rowid < $4
order by search_index.rowid desc limit $5
