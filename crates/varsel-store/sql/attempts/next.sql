select next_at from attempt where key = $1
