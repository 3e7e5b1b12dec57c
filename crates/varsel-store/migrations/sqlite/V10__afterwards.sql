-- A case that is over stays in the desk's queue while something is to be filed, and waits for the desk then.
alter table cases add column in_queue BOOLEAN not null default false;
alter table cases add column desk_waits_on TEXT not null default 'nobody';
-- When the promise that the report counts was due: the first that was missed, whatever came of the case, else the one that holds.
alter table cases add column counted_due_at BIGINT not null default 9223372036854775807;
alter table cases add column was_missed BOOLEAN not null default false;
-- The first look at a case, which is due at once, folds it anew and writes what it comes to.
update cases set in_queue = is_open, desk_waits_on = waiting_on, counted_due_at = promise_due_at, wake_at = 0;
drop index cases_open_by_due;
drop index cases_owned_by_due;
drop index cases_waiting_by_due;
create index cases_in_queue_by_due on cases (desk_due_at, id) where in_queue;
create index cases_owned_by_due on cases (owner_id, desk_due_at, id) where in_queue;
create index cases_waiting_by_due on cases (desk_waits_on, desk_due_at, id) where in_queue;
drop index cases_by_promise;
create index cases_by_promise on cases (counted_due_at, was_missed, acknowledged_at, severity, publisher_id, stage);
