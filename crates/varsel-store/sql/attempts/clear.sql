delete from attempt where key = $1
