-- The desk's calendar, a row each time it was changed; before the first row the one of the configuration holds, as version 1.
create table desk_calendar (
    version BIGINT not null primary key,
    person_id TEXT not null references person (id),
    reason TEXT not null,
    calendar JSONB not null,
    created_at BIGINT not null
);
