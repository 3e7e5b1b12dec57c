delete from attempt where window_started_at < $1
