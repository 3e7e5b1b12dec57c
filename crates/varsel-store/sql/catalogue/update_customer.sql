update customer set name = $2, country = $3 where id = $1
