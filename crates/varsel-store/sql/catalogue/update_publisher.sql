update publisher set name = $2, website = $3, country = $4, updated_at = $5 where id = $1
