select id, email, name, password_hash, desk_role, locale, zone, theme, created_at, disabled_at from person where id = $1
