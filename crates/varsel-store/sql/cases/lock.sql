-- Writes nothing new: the row lock is what it is for.
update cases set version = version where number = $1
