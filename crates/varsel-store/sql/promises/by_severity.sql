-- The same, by severity.
select severity,
    sum(case when acknowledged_at <= promise_due_at then 1 else 0 end),
    sum(case when acknowledged_at > promise_due_at
        or (acknowledged_at is null and promise_due_at < $3 and stage = 'received') then 1 else 0 end),
    sum(case when acknowledged_at is null and promise_due_at >= $3 and stage = 'received' then 1 else 0 end)
from cases
where promise_due_at >= $1 and promise_due_at < $2 and ('' = $4 or publisher_id = $4)
group by 1 order by 1
