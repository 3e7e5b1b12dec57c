-- Public CVEs: one row each for search, and beside it what each source says.
create table search_cve (
    row_id INTEGER primary key,
    id TEXT not null,
    state TEXT not null constraint cve_state check (state in ('published', 'rejected', 'unknown')),
    title TEXT not null,
    description TEXT not null,
    epss BIGINT,
    epss_percentile BIGINT,
    epss_date TEXT
);
create unique index cve_id on search_cve (id);
create virtual table cve_index using fts5 (
    id, title, description,
    content = 'search_cve', content_rowid = 'row_id', tokenize = 'unicode61 remove_diacritics 2', detail = 'none',
    -- The beginning of a word that half of all entries have is found as fast as a word.
    prefix = '2 3 4 5 6'
);
create trigger cve_inserted after insert on search_cve begin
    insert into cve_index (rowid, id, title, description) values (new.row_id, new.id, new.title, new.description);
end;
create trigger cve_updated after update of title, description on search_cve begin
    insert into cve_index (cve_index, rowid, id, title, description)
    values ('delete', old.row_id, old.id, old.title, old.description);
    insert into cve_index (rowid, id, title, description) values (new.row_id, new.id, new.title, new.description);
end;

create table cve_fact (
    cve_id TEXT not null,
    source TEXT not null constraint cve_fact_source check (source in ('cve_list', 'nvd', 'osv', 'kev', 'epss')),
    -- Which record of the source, where it has several for one CVE.
    record TEXT not null,
    updated_at BIGINT not null,
    facts JSON not null,
    primary key (cve_id, source, record)
) without rowid;
