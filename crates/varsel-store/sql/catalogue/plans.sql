select name, id from plan where offer_id = $1 order by position, name limit $2
