update publisher set name = $3, website = $4, country = $5, updated_at = $6 where id = $1 and updated_at = $2
