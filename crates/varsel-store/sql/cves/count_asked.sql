select count(*) from (select 1 from cve_asked where asked_at > $1 limit $2) as counted
