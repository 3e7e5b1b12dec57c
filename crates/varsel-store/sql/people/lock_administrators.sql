-- Writes nothing new: the row locks are what it is for.
update person set desk_role = desk_role where desk_role = 'administrator'
