-- `$1` is a tsquery in text; the newest first.
select id, state, title, description from search_cve
where words @@ to_tsquery('simple', $1) order by row_id desc limit $2
