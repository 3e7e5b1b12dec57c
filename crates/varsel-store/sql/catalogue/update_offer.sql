update offer set name = $2, kind = $3, listing = $4, updated_at = $5 where id = $1
