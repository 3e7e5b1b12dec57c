select o.id, o.publisher_id, p.name, o.key, o.name, o.kind, o.listing, o.updated_at
from offer o join publisher p on p.id = o.publisher_id
where o.id = $1 and ($2 or o.publisher_id = $3)
