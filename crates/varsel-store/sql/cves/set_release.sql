insert into cve_release (source, released_at) values ($1, $2)
on conflict (source) do update set released_at = excluded.released_at where cve_release.released_at < excluded.released_at
