-- Promises that fell due from $1 to before $2, by half an hour from $1, of one publisher or all, of one severity or all.
-- Kept: acknowledged in time. Missed: recorded as missed once, acknowledged late, or due before $3 and not acknowledged by then in a
-- case that goes on.
select (counted_due_at - $1) / 1800000000 as half_hour,
    sum(case when not was_missed and acknowledged_at <= counted_due_at then 1 else 0 end),
    sum(case when was_missed or acknowledged_at > counted_due_at
        or (acknowledged_at is null and counted_due_at < $3 and stage = 'received') then 1 else 0 end),
    sum(case when not was_missed and acknowledged_at is null and counted_due_at >= $3 and stage = 'received' then 1 else 0 end)
from cases
where counted_due_at >= $1 and counted_due_at < $2 and ('' = $4 or publisher_id = $4) and ('' = $5 or severity = $5)
group by 1 order by 1
