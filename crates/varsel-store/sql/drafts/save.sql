update draft set category = $3, answers = $4, revision = revision + 1, updated_at = $5
where id = $1 and publisher_id = $2 and revision = $6
