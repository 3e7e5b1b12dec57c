select updated_at, facts from cve_fact where cve_id = $1 and source = $2 and record = $3
