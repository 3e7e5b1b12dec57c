select count(*) from (select 1 from offer limit $1) as counted
