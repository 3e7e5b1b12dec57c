select h.plan, count(*) from customer c join holding h on h.customer_id = c.id and h.offer_id = $1
where c.critical group by h.plan
