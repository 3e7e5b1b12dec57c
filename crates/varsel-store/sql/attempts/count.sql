-- Counts a try before it is judged, so that parallel tries cannot slip past the limit; a new window starts from one.
insert into attempt (key, window_started_at, failures) values ($1, $2, 1)
on conflict (key) do update set
    failures = case when attempt.window_started_at <= $3 then 1 else attempt.failures + 1 end,
    window_started_at = case when attempt.window_started_at <= $3 then $2 else attempt.window_started_at end
returning failures, window_started_at
