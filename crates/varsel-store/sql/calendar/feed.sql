select state from calendar_feed where id = 1
