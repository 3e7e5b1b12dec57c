-- The same, by publisher: those with most missed first.
select p.id, p.name, c.kept, c.missed, c.running from (
    select publisher_id,
        sum(case when not was_missed and acknowledged_at <= counted_due_at then 1 else 0 end) as kept,
        sum(case when was_missed or acknowledged_at > counted_due_at
            or (acknowledged_at is null and counted_due_at < $3 and stage = 'received') then 1 else 0 end) as missed,
        sum(case when not was_missed and acknowledged_at is null and counted_due_at >= $3 and stage = 'received' then 1 else 0 end) as running
    from cases
    where counted_due_at >= $1 and counted_due_at < $2 and ('' = $4 or severity = $4)
    group by publisher_id
) c join publisher p on p.id = c.publisher_id
order by c.missed desc, c.kept desc, p.name limit $5
