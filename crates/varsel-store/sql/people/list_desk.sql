select id, email, name, null, desk_role, locale, zone, theme, created_at, disabled_at from person
where desk_role is not null order by name, id limit $1
