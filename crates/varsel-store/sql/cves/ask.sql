insert into cve_look_up (asker, id, asked_at) values ($1, $2, $3)
on conflict (asker, id) do update set asked_at = excluded.asked_at where cve_look_up.asked_at <= $4
