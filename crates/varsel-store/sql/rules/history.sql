select r.version, p.name, r.reason, r.created_at from rules r join person p on p.id = r.person_id order by r.version desc limit $1
