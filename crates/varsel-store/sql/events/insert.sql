insert into case_event (case_id, sequence, at, author_id, party, kind, shared, body) values ($1, $2, $3, $4, $5, $6, $7, $8)
