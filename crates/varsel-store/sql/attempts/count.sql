-- Counts a try before it is judged, so that parallel tries cannot slip past; one that comes too early changes nothing.
-- `$2` is now, `$3` when a window that is over began at the latest, `$4` how many tries need not wait. After those the wait grows
-- with the square of their number, by `$5` microseconds, up to `$6`.
insert into attempt (key, window_started_at, failures, next_at)
values ($1, cast($2 as BIGINT), 1, cast($2 as BIGINT) + case
    when cast($4 as BIGINT) > 1 then 0
    when cast($5 as BIGINT) > cast($6 as BIGINT) then cast($6 as BIGINT)
    else cast($5 as BIGINT)
end)
on conflict (key) do update set
    failures = case when attempt.window_started_at <= $3 then 1 else attempt.failures + 1 end,
    window_started_at = case when attempt.window_started_at <= $3 then $2 else attempt.window_started_at end,
    next_at = $2 + case
        when attempt.window_started_at <= $3 or attempt.failures + 1 < $4 then 0
        when (attempt.failures + 2 - $4) * (attempt.failures + 2 - $4) * $5 > $6 then $6
        else (attempt.failures + 2 - $4) * (attempt.failures + 2 - $4) * $5
    end
where attempt.window_started_at <= $3 or attempt.next_at <= $2
returning failures
