-- Everything a rebuild from events must equal.
select number, publisher_id, version, category, stage, is_open, title, offers, severity, priority, waiting_on, owner_id, urgent,
    component, outcome, promise_due_at, due_at, duty, submitted_at, acknowledged_at, updated_at, snapshot,
    desk_due_at, desk_duty, wake_at, in_queue, counted_due_at, was_missed, desk_waits_on, filing
from cases where id = $1
