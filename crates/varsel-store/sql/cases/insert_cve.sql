insert into case_cve (cve, case_id) values ($1, $2) on conflict do nothing
