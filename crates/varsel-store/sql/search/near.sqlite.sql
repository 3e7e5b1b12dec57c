-- `$1` is an FTS5 expression made in `search`; newest first, without what only a list of hits shows.
select c.number, c.title, c.stage, p.name, ''
from search_index join search_doc d on d.row_id = search_index.rowid
    join cases c on c.id = d.case_id join publisher p on p.id = c.publisher_id
where search_index match $1 and c.id <> $2
order by search_index.rowid desc limit $3
