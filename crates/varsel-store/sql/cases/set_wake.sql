-- The version guards against a write that somebody else's has overtaken.
update cases set wake_at = $2 where id = $1 and version = $3
