-- Other ids under which a source knows a CVE: an advisory's own id, and its aliases.
create table cve_alias (
    cve_id TEXT not null,
    record TEXT not null,
    alias TEXT not null,
    primary key (cve_id, record, alias)
);
create index cve_alias_alias on cve_alias (alias);
insert into cve_alias (cve_id, record, alias)
select f.cve_id, f.record, a.value from cve_fact f, jsonb_array_elements_text(f.facts -> 'aliases') a (value)
where f.source = 'osv' and jsonb_typeof(f.facts -> 'aliases') = 'array'
on conflict do nothing;

-- The newest complete release of a catalogue: what it no longer lists was removed from it.
create table cve_release (
    source TEXT not null primary key constraint cve_release_source check (source in ('kev')),
    released_at BIGINT not null
);
create index cve_fact_kev on cve_fact (updated_at) where source = 'kev';
