select m.publisher_id, p.name, m.role from membership m join publisher p on p.id = m.publisher_id
where m.person_id = $1 order by p.name, p.id limit $2
