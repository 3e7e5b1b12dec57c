insert into cve_alias (cve_id, record, alias) values ($1, $2, $3) on conflict do nothing
