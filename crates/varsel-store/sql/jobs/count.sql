select count(*) from (select 1 from job where state = $1 limit $2) as counted
