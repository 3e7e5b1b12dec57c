select count(*) from (select 1 from cve_look_up where asker = $1 and asked_at > $2 limit $3) as counted
