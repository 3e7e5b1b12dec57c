select count(*) from person where desk_role = 'administrator' and disabled_at is null
