select count(*) from (select 1 from publisher limit $1) as counted
