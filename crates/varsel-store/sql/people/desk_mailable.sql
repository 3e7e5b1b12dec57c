select id, email, name, locale, zone from person
where desk_role in ('analyst', 'lead') and disabled_at is null order by name, id limit $1
