select cve_id, facts from cve_fact where source = 'kev' and updated_at < $1
