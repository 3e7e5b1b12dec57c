select sequence, at, author_id, party, body from case_event where case_id = $1 and sequence > $2 order by sequence limit $3
