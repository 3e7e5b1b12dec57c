-- Any actor's look-up by number: the scope is part of it.
select id, snapshot, version, updated_at from cases where number = $1 and ($2 or publisher_id = $3)
