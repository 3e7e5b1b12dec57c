-- Other ids under which a source knows a CVE: an advisory's own id, and its aliases.
create table cve_alias (
    cve_id TEXT not null,
    record TEXT not null,
    alias TEXT not null,
    primary key (cve_id, record, alias)
) without rowid;
create index cve_alias_alias on cve_alias (alias);
insert or ignore into cve_alias (cve_id, record, alias)
select f.cve_id, f.record, a.value from cve_fact f, json_each(f.facts, '$.aliases') a where f.source = 'osv';

-- The newest complete release of a catalogue: what it no longer lists was removed from it.
create table cve_release (
    source TEXT not null primary key constraint cve_release_source check (source in ('kev')),
    released_at BIGINT not null
) without rowid;
create index cve_fact_kev on cve_fact (updated_at) where source = 'kev';
