select c.number, c.title, c.stage, p.name, cc.cve
from case_cve cc join cases c on c.id = cc.case_id join publisher p on p.id = c.publisher_id
where cc.cve = $1 and cc.case_id <> $2
order by cc.case_id desc limit $3
