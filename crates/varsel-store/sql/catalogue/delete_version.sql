delete from offer_version where offer_id = $1 and name = $2
