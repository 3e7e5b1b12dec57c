delete from plan where offer_id = $1 and name = $2
