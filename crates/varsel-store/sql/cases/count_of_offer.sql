select count(*) from (select 1 from case_offer where offer_id = $1 limit $2) as counted
