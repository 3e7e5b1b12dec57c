-- One look-up for who is signed in, in which role, for which organisation.
select s.id, s.person_id, s.publisher_id, s.seen_at, s.expires_at, a.email, a.name, a.desk_role, a.locale, a.zone, a.theme,
    m.role, p.name, a.single_keys
from session s join person a on a.id = s.person_id
    left join membership m on m.person_id = s.person_id and m.publisher_id = s.publisher_id
    left join publisher p on p.id = s.publisher_id
where s.token_hash = $1 and a.disabled_at is null
