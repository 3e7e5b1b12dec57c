-- `$1` is an FTS5 expression; the newest first.
select c.id, c.state, c.title, c.description from cve_index join search_cve c on c.row_id = cve_index.rowid
where cve_index match $1 order by cve_index.rowid desc limit $2
