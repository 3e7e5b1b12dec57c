select updated_at from cve_fact where cve_id = $1 and source = $2 and record = $3
