select version, vulnerability, incident, wide_percent, wide_customers from rules order by version desc limit 1
