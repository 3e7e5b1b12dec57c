insert into draft (id, publisher_id, author_id, category, answers, revision, created_at, updated_at)
values ($1, $2, $3, $4, $5, 1, $6, $6)
