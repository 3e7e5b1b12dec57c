insert into offer_version (id, offer_id, name, position, released_at) values ($1, $2, $3, $4, $5)
on conflict (offer_id, name) do update set position = excluded.position
