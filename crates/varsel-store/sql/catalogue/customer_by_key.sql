select id, key, name, country from customer where key = $1
