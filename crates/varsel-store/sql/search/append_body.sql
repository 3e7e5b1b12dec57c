update search_doc set body = body || $2 where case_id = $1 and length(body) < $3
