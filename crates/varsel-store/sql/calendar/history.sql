select c.version, p.name, c.reason, c.created_at, c.calendar
from desk_calendar c join person p on p.id = c.person_id
order by c.version desc limit $1
