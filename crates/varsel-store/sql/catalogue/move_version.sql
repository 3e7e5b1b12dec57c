update offer_version set position = $3 where offer_id = $1 and name = $2
