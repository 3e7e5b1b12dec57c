select id, key, name, country, critical from customer where key = $1
