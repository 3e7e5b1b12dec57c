select asked_at from cve_look_up where id = $1 and asker = $2
