delete from cve_asked where asked_at < $1
