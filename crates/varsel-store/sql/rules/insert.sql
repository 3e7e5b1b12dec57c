insert into rules (version, person_id, reason, vulnerability, incident, wide_percent, wide_customers, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
