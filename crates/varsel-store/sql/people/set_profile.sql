update person set name = $2, locale = $3, zone = $4, theme = $5, single_keys = $6 where id = $1
