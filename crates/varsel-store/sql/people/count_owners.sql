select count(*) from membership m join person a on a.id = m.person_id
where m.publisher_id = $1 and m.role = 'owner' and a.disabled_at is null
