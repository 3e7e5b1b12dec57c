select c.number, c.title, c.stage, p.name, c.component
from cases c join publisher p on p.id = c.publisher_id
where c.component = $1 and c.id <> $2
order by c.submitted_at desc limit $3
