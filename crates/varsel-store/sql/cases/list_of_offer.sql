select c.number, c.title, c.stage, c.severity, c.submitted_at
from case_offer co join cases c on c.id = co.case_id
where co.offer_id = $1 order by co.case_id desc limit $2
