delete from cve_look_up where asked_at < $1
