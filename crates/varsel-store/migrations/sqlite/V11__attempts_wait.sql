-- Tries slow down instead of being locked out: the earliest time of the next one.
alter table attempt add column next_at BIGINT not null default 0;
