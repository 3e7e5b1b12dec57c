insert into person (id, email, name, password_hash, desk_role, locale, zone, theme, created_at, disabled_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null)
