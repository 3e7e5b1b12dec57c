select count(*) from (select 1 from person limit $1) as counted
