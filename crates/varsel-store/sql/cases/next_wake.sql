select min(wake_at) from cases where wake_at is not null
