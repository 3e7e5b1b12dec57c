select h.plan, h.version from holding h where h.customer_id = $1 and h.offer_id = $2
