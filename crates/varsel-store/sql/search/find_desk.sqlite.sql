-- `$1` is an FTS5 expression made in `search`; newest first, since a rank would have to read every match.
select d.row_id, c.number, c.title, c.stage, c.severity, p.name, c.submitted_at,
    substr(d.names, 1, $9), substr(d.body, 1, $9), substr(d.notes, 1, $9)
from search_index join search_doc d on d.row_id = search_index.rowid
    join cases c on c.id = d.case_id join publisher p on p.id = c.publisher_id
where search_index match $1 and search_index.rowid < $2
    and ('' = $4 or c.severity = $4) and ('' = $5 or c.priority = $5) and ('' = $6 or c.category = $6)
    and ('' = $7 or c.stage = $7) and ('' = $8 or c.publisher_id = $8)
order by search_index.rowid desc limit $3
