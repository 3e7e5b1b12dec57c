insert into cve_asked (id, asked_at) values ($1, $2)
on conflict (id) do update set asked_at = excluded.asked_at where cve_asked.asked_at <= $3
