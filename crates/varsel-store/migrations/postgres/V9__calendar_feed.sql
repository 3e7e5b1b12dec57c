-- What the feed that the desk takes days off from says, and what became of it: one row, written as a whole.
create table calendar_feed (
    id BIGINT not null primary key,
    state JSONB not null
);
