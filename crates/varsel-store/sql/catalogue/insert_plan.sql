insert into plan (id, offer_id, name, position) values ($1, $2, $3, $4) on conflict (offer_id, name) do update set position = excluded.position
