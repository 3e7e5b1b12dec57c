-- The same, by publisher: those with most missed first.
select p.id, p.name, c.kept, c.missed, c.running from (
    select publisher_id,
        sum(case when acknowledged_at <= promise_due_at then 1 else 0 end) as kept,
        sum(case when acknowledged_at > promise_due_at
            or (acknowledged_at is null and promise_due_at < $3 and stage = 'received') then 1 else 0 end) as missed,
        sum(case when acknowledged_at is null and promise_due_at >= $3 and stage = 'received' then 1 else 0 end) as running
    from cases
    where promise_due_at >= $1 and promise_due_at < $2 and ('' = $4 or severity = $4)
    group by publisher_id
) c join publisher p on p.id = c.publisher_id
order by c.missed desc, c.kept desc, p.name limit $5
