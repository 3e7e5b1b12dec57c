select asked_at from cve_asked where id = $1
