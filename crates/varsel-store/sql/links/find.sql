select l.id, l.purpose, l.email, l.person_id, l.publisher_id, l.role, l.expires_at, p.name, l.created_by
from one_time_link l left join publisher p on p.id = l.publisher_id
where l.token_hash = $1 and l.used_at is null and l.expires_at > $2
