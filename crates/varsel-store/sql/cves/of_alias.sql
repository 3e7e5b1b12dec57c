select distinct cve_id from cve_alias where alias = $1 order by cve_id limit $2
