-- Jobs run in lanes beside each other; within a lane, those whose work it is take turns.
alter table job add column lane TEXT not null default 'mail';
alter table job add column owner TEXT not null default 'desk';
update job set lane = 'urgent' where kind = 'alert';
update job set lane = 'fetch' where kind in ('fetch_cve', 'calendar_feed');
update job set owner = (select publisher_id from cases where cases.id = job.case_id) where case_id is not null;
drop index job_by_due;
create index job_by_due on job (lane, run_at, id) where state = 'queued';
create index job_by_turn on job (lane, owner, run_at, id) where state = 'queued';
-- What a publisher adds is no longer what the desk's decisions rest on: the first look at a case, which is due at once, folds it again.
update cases set wake_at = 0;
-- How much was sent in the window that began then.
create table sent (
    key TEXT not null primary key,
    window_started_at BIGINT not null,
    amount BIGINT not null
);
create index sent_by_window on sent (window_started_at);
