delete from sent where window_started_at < $1
