-- Writes nothing new: the row lock is what it is for.
update publisher set updated_at = updated_at where id = $1
