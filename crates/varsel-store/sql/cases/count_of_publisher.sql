select count(*) from (select 1 from cases where publisher_id = $1 limit $2) as counted
