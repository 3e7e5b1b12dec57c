delete from draft where id = $1 and publisher_id = $2
