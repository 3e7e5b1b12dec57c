select version, calendar from desk_calendar order by version desc limit 1
