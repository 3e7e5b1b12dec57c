-- Writes nothing new: the row lock is what it is for.
update calendar_feed set state = state where id = 1
