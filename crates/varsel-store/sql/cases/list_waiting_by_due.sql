-- Cases with something to do that wait for one side, what is due next first.
select c.id, c.number, c.title, c.offers, c.publisher_id, p.name, c.category, c.stage, c.severity, c.priority, c.desk_waits_on, c.owner_id, o.name,
    c.urgent, c.outcome, c.desk_due_at, c.desk_duty, c.promise_due_at, c.submitted_at, c.acknowledged_at, c.updated_at, null
from cases c join publisher p on p.id = c.publisher_id left join person o on o.id = c.owner_id
where c.in_queue and c.desk_waits_on = $9 and (c.desk_due_at, c.id) > ($1, $2)
    and ('' = $3 or c.severity = $3) and ('' = $4 or c.priority = $4) and ('' = $5 or c.category = $5)
    and ('' = $6 or c.publisher_id = $6) and ('' = $7 or c.stage = $7)
order by c.desk_due_at, c.id limit $8
