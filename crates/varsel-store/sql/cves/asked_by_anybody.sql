select asked_at from cve_look_up where id = $1 order by asked_at desc limit 1
