-- Who asked for which CVE, each for itself: what one publisher looks up neither shows to another nor takes from its share.
-- `cve_asked`, which counted for everybody, is no longer read; it stays until no older process writes it.
create table cve_look_up (
    asker TEXT not null,
    id TEXT not null,
    asked_at BIGINT not null,
    constraint cve_look_up_pkey primary key (asker, id)
);
create index cve_look_up_by_id on cve_look_up (id, asked_at);
create index cve_look_up_by_asker on cve_look_up (asker, asked_at);
create index cve_look_up_by_time on cve_look_up (asked_at);
