select id, email, name, null, desk_role, locale, zone, theme, created_at, disabled_at from person
where (name, id) > ($1, $2) order by name, id limit $3
