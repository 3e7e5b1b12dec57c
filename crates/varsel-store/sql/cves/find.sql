select title, description, epss, epss_percentile, epss_date from search_cve where id = $1
