select name, id from offer_version where offer_id = $1 order by position, name limit $2
