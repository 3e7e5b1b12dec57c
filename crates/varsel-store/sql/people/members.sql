select a.id, a.email, a.name, m.role, m.created_at, a.disabled_at from membership m join person a on a.id = m.person_id
where m.publisher_id = $1 order by a.name, a.id limit $2
