-- Invitations to the desk, and to organisations that nobody is in yet: only the desk can look after those.
select l.id, l.purpose, l.email, l.role, l.created_at, l.expires_at, p.name
from one_time_link l left join publisher p on p.id = l.publisher_id
where l.purpose = 'invitation' and l.used_at is null and l.expires_at > $1
    and not exists (select 1 from membership m where m.publisher_id = l.publisher_id)
order by l.created_at desc limit $2
