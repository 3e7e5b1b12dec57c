insert into holding (customer_id, offer_id, plan, version) values ($1, $2, $3, $4)
on conflict (customer_id, offer_id) do update set plan = excluded.plan, version = excluded.version
