update offer set name = $3, kind = $4, listing = $5, updated_at = $6 where id = $1 and updated_at = $2
