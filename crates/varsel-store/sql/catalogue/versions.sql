select id, name, released_at from offer_version where offer_id = $1 order by position, name limit $2
