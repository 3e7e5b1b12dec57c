-- CVEs that were asked for at their sources, so that nobody asks twice in a day.
create table cve_asked (
    id TEXT not null primary key,
    asked_at BIGINT not null
);
create index cve_asked_by_time on cve_asked (asked_at);
