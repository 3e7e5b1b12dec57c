insert into search_cve (id, state, title, description, epss, epss_percentile, epss_date) values ($1, 'unknown', '', '', $2, $3, $4)
on conflict (id) do update set epss = excluded.epss, epss_percentile = excluded.epss_percentile, epss_date = excluded.epss_date
where search_cve.epss_date is null or search_cve.epss_date <= excluded.epss_date
