select c.id, c.state, c.title, c.description from search_cve c
where c.id in (select cve_id from cve_alias where alias = $1) order by c.row_id desc limit $2
