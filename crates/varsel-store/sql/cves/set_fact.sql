insert into cve_fact (cve_id, source, record, updated_at, facts) values ($1, $2, $3, $4, $5)
on conflict (cve_id, source, record) do update set updated_at = excluded.updated_at, facts = excluded.facts
