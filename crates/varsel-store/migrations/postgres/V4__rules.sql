-- The desk's rules for priorities, a row each time they were changed; before the first row those that are shipped hold.
create table rules (
    version BIGINT not null primary key,
    person_id TEXT not null references person (id),
    reason TEXT not null,
    vulnerability TEXT not null,
    incident TEXT not null,
    wide_percent BIGINT not null,
    wide_customers BIGINT not null,
    created_at BIGINT not null
);
