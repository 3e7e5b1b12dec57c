select state, title, description from cve where id = $1
