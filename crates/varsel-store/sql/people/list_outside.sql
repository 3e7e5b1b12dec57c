select a.id, a.email, a.name, a.disabled_at,
    (select min(p.name) from membership m join publisher p on p.id = m.publisher_id where m.person_id = a.id),
    (select count(*) from membership m where m.person_id = a.id)
from person a
where a.desk_role is null and (a.name, a.id) > ($1, $2)
    and (a.name like $3 escape '\' or lower(a.name) like $4 escape '\' or a.email like $4 escape '\')
order by a.name, a.id limit $5
