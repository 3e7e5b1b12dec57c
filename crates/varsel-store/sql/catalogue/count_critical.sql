select plan, count(*) from (
    select h.plan from customer c join holding h on h.customer_id = c.id and h.offer_id = $1 where c.critical limit $2
) as held group by plan
