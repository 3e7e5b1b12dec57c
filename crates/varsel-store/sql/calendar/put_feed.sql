insert into calendar_feed (id, state) values (1, $1) on conflict (id) do update set state = excluded.state
