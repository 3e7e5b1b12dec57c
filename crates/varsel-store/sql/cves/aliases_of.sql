select distinct alias from cve_alias where cve_id = $1 order by alias limit $2
