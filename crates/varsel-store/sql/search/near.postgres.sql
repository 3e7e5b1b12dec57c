-- `$1` is a tsquery in text, made in `search`; newest first, without what only a list of hits shows.
select c.number, c.title, c.stage, p.name, ''
from search_doc d join cases c on c.id = d.case_id join publisher p on p.id = c.publisher_id
where d.everything @@ to_tsquery('simple', $1) and c.id <> $2
order by d.row_id desc limit $3
