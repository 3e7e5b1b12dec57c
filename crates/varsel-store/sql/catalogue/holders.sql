select c.id, c.key, c.name, c.country, c.critical, h.plan, h.version from holding h join customer c on c.id = h.customer_id
where h.offer_id = $1 and h.customer_id > $2 order by h.customer_id limit $3
