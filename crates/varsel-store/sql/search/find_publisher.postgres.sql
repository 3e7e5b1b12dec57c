-- `$1` is a tsquery in text, made in `search`; newest first, since a rank would have to read every match.
--
-- The snippet is of the text as it was written. What stands only within a version, a path or an id is not marked there: then it
-- is of the text as it is searched. `offset 0` keeps the planner from writing the headline, the dearest part,
-- out twice, and from putting the text of every match together before it takes the newest.
select k.row_id, k.number, k.title, k.stage, k.severity, k.name, k.submitted_at,
    case when position($2 in w.snippet) > 0 then w.snippet else
        ts_headline('simple', translate(f.text, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)), to_tsquery('simple', $1), f.options) end
from (
    select d.row_id, c.number, c.title, c.stage, c.severity, p.name, c.submitted_at
    from search_doc d join cases c on c.id = d.case_id join publisher p on p.id = c.publisher_id
    where d.shared @@ to_tsquery('simple', $1) and d.scope = $11 and d.row_id < $4
        and ('' = $6 or c.severity = $6) and ('' = $7 or c.priority = $7) and ('' = $8 or c.category = $8)
        and ('' = $9 or c.stage = $9) and ('' = $10 or c.publisher_id = $10)
    order by d.row_id desc limit $5
) as k cross join lateral (
    select left(d.title || ' · ' || d.names || ' · ' || d.body, 20000) as text, 'StartSel=' || $2 || ', StopSel=' || $3 || ', MaxWords=24, MinWords=12, MaxFragments=1' as options
    from search_doc d where d.row_id = k.row_id offset 0
) as f cross join lateral (select ts_headline('simple', f.text, to_tsquery('simple', $1), f.options) as snippet offset 0) as w
order by k.row_id desc
