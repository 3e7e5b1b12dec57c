-- `$1` is a tsquery of folded words, made in `search`; newest first, since a rank would have to read every match. `offset 0`
-- keeps the planner from taking the texts of every match apart before it takes the newest.
select k.row_id, k.number, k.title, k.stage, k.severity, k.name, k.submitted_at,
    substr(d.names, 1, $9::int), substr(d.body, 1, $9::int), null::text
from (
    select d.row_id, c.number, c.title, c.stage, c.severity, p.name, c.submitted_at
    from search_doc d join cases c on c.id = d.case_id join publisher p on p.id = c.publisher_id
    where d.shared @@ $1::text::tsquery and d.scope = $10 and d.row_id < $2
        and ('' = $4 or c.severity = $4) and ('' = $5 or c.priority = $5) and ('' = $6 or c.category = $6)
        and ('' = $7 or c.stage = $7) and ('' = $8 or c.publisher_id = $8)
    order by d.row_id desc limit $3 offset 0
) as k join search_doc d on d.row_id = k.row_id
order by k.row_id desc
