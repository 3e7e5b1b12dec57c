-- What is due first at the desk, which is more than what both sides see; and when a case wants to be looked at by itself: for the
-- next step of a clock, or at the end of the time for an answer.
alter table cases add column desk_due_at BIGINT not null default 9223372036854775807;
alter table cases add column desk_duty TEXT;
alter table cases add column wake_at BIGINT;
-- Cases of before have no clocks: the first look at them, which is due at once, starts them.
update cases set desk_due_at = due_at, desk_duty = duty, wake_at = case when is_open then 0 end;
drop index cases_open_by_due;
drop index cases_waiting_by_due;
drop index cases_owned_by_due;
create index cases_open_by_due on cases (desk_due_at, id) where is_open;
create index cases_waiting_by_due on cases (waiting_on, desk_due_at, id) where is_open;
create index cases_owned_by_due on cases (owner_id, desk_due_at, id) where is_open;
create index cases_by_wake on cases (wake_at, id) where wake_at is not null;
-- What the report of promises reads, and nothing else.
create index cases_by_promise on cases (promise_due_at, acknowledged_at, severity, publisher_id, stage);
