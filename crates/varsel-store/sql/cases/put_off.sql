update cases set wake_at = $2 where id = $1
