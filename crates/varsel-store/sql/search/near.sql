select c.number, c.title, c.stage, p.name, ''
from case_near n join cases c on c.id = n.near_id join publisher p on p.id = c.publisher_id
where n.case_id = $1
order by n.words desc, n.near_id desc limit $2
