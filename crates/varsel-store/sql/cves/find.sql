select title, description, epss, epss_percentile, epss_date from cve where id = $1
