select l.id, l.purpose, l.email, l.role, l.created_at, l.expires_at, p.name
from one_time_link l join publisher p on p.id = l.publisher_id
where l.publisher_id = $1 and l.purpose = 'invitation' and l.used_at is null and l.expires_at > $2
order by l.created_at desc limit $3
