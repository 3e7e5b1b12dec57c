select kind, payload, state from job where case_id = $1 order by id limit $2
