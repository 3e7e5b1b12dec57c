-- The same, by severity.
select severity,
    sum(case when not was_missed and acknowledged_at <= counted_due_at then 1 else 0 end),
    sum(case when was_missed or acknowledged_at > counted_due_at
        or (acknowledged_at is null and counted_due_at < $3 and stage = 'received') then 1 else 0 end),
    sum(case when not was_missed and acknowledged_at is null and counted_due_at >= $3 and stage = 'received' then 1 else 0 end)
from cases
where counted_due_at >= $1 and counted_due_at < $2 and ('' = $4 or publisher_id = $4)
group by 1 order by 1
