select plan, count(*) from (select plan from holding where offer_id = $1 limit $2) as held group by plan
