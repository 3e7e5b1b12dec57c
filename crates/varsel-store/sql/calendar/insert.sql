insert into desk_calendar (version, person_id, reason, calendar, created_at) values ($1, $2, $3, $4, $5)
