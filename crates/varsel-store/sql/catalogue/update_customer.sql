update customer set name = $2, country = $3, critical = $4 where id = $1
