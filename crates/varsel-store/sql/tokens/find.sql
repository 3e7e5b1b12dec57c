select t.id, t.person_id, t.publisher_id, t.scopes, t.expires_at, t.used_at, a.name, a.desk_role, a.locale, a.zone, m.role, p.name
from api_token t join person a on a.id = t.person_id
    left join membership m on m.person_id = t.person_id and m.publisher_id = t.publisher_id
    left join publisher p on p.id = t.publisher_id
where t.token_hash = $1 and t.revoked_at is null and a.disabled_at is null
