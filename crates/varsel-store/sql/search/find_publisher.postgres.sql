select d.row_id, c.number, c.title, c.stage, c.severity, p.name, c.submitted_at,
    ts_headline('simple', left(d.title || ' · ' || d.names || ' · ' || d.body, 20000),
        to_tsquery('simple', $1), 'StartSel=' || $2 || ', StopSel=' || $3 || ', MaxWords=24, MinWords=12, MaxFragments=1')
from search_doc d join cases c on c.id = d.case_id join publisher p on p.id = c.publisher_id
where d.shared @@ to_tsquery('simple', $1) and d.scope = $6 and d.row_id < $4
order by d.row_id desc limit $5
