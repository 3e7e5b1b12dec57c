select count(*) from (select 1 from holding where offer_id = $1 limit $2) as counted
