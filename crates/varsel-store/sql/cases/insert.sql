insert into cases (id, number, publisher_id, version, category, stage, is_open, title, offers, severity, priority, waiting_on,
    owner_id, urgent, component, outcome, promise_due_at, due_at, duty, submitted_at, acknowledged_at, updated_at, snapshot,
    desk_due_at, desk_duty, wake_at, in_queue, counted_due_at, was_missed, desk_waits_on, filing)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
    $27, $28, $29, $30, $31)
