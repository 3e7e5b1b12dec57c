delete from cve_alias where cve_id = $1 and record = $2
