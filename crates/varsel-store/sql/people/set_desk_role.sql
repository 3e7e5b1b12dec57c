update person set desk_role = $2 where id = $1
