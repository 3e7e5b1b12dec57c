-- The version guards against a write that somebody else's has overtaken.
update cases set version = $2, category = $3, stage = $4, is_open = $5, severity = $6, priority = $7, waiting_on = $8,
    owner_id = $9, outcome = $10, due_at = $11, duty = $12, acknowledged_at = $13, updated_at = $14, snapshot = $15,
    desk_due_at = $17, desk_duty = $18, wake_at = $19, promise_due_at = $20, in_queue = $21,
    counted_due_at = $22, was_missed = $23, desk_waits_on = $24, filing = $25
where id = $1 and version = $16
