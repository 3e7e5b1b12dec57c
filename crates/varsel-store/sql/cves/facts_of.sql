select source, updated_at, facts from cve_fact where cve_id = $1 order by source, record
