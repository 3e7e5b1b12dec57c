select state, title, description from search_cve where id = $1
