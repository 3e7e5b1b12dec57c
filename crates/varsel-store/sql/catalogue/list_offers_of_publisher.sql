select o.id, o.publisher_id, p.name, o.key, o.name, o.kind, o.listing, o.updated_at
from offer o join publisher p on p.id = o.publisher_id
where o.publisher_id = $1 and (o.name, o.id) > ($2, $3) order by o.name, o.id limit $4
