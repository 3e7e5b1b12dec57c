select snapshot from cases where id = $1
