-- Public CVEs: one row each for search, and beside it what each source says.
create table search_cve (
    row_id BIGINT generated always as identity primary key,
    id TEXT not null,
    state TEXT not null constraint cve_state check (state in ('published', 'rejected', 'unknown')),
    title TEXT not null,
    description TEXT not null,
    epss BIGINT,
    epss_percentile BIGINT,
    epss_date TEXT,
    words TSVECTOR not null generated always as (
        to_tsvector('simple', translate(id || ' ' || title || ' ' || description, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
    ) stored
);
create unique index cve_id on search_cve (id);
create index cve_words on search_cve using gin (words);

create table cve_fact (
    cve_id TEXT not null,
    source TEXT not null constraint cve_fact_source check (source in ('cve_list', 'nvd', 'osv', 'kev', 'epss')),
    -- Which record of the source, where it has several for one CVE.
    record TEXT not null,
    updated_at BIGINT not null,
    facts JSONB not null,
    primary key (cve_id, source, record)
);
