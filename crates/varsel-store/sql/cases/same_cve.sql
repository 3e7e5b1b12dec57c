select c.number, c.title, c.stage, p.name, cc.cve
from case_cve cc join cases c on c.id = cc.case_id join publisher p on p.id = c.publisher_id
where cc.cve = $1 and c.id <> $2
order by c.id desc limit $3
