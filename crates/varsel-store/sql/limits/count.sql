-- Counts before it is judged, so that parallel requests cannot slip past a limit; what is refused is rolled back with its request.
insert into sent (key, window_started_at, amount) values ($1, $2, $4)
on conflict (key) do update set
    amount = case when sent.window_started_at <= $3 then $4 else sent.amount + $4 end,
    window_started_at = case when sent.window_started_at <= $3 then $2 else sent.window_started_at end
returning amount, window_started_at
