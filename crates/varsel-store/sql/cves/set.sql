insert into search_cve (id, state, title, description) values ($1, $2, $3, $4)
on conflict (id) do update set state = excluded.state, title = excluded.title, description = excluded.description
