-- Portable columns: ids TEXT (UUID version 7), instants BIGINT (microseconds, UTC), enums TEXT with a named check.
-- The SQLite file beside this one differs in the types JSON/JSONB and BLOB/BYTEA and in the search tables only.

create table publisher (
    id TEXT not null primary key,
    key TEXT not null,
    name TEXT not null,
    website TEXT,
    country TEXT,
    created_at BIGINT not null,
    updated_at BIGINT not null
);
create unique index publisher_key on publisher (key);
create index publisher_by_name on publisher (name, id);

create table offer (
    id TEXT not null primary key,
    publisher_id TEXT not null references publisher (id),
    key TEXT not null,
    name TEXT not null,
    kind TEXT not null constraint offer_kind
        check (kind in ('saas', 'machine_image', 'container', 'application', 'add_in', 'package', 'model')),
    listing TEXT not null constraint offer_listing check (listing in ('listed', 'hidden', 'suspended', 'removed')),
    created_at BIGINT not null,
    updated_at BIGINT not null
);
create unique index offer_key on offer (key);
create index offer_by_publisher on offer (publisher_id, name, id);
create index offer_by_name on offer (name, id);

create table plan (
    id TEXT not null primary key,
    offer_id TEXT not null references offer (id),
    name TEXT not null,
    position BIGINT not null
);
create unique index plan_name on plan (offer_id, name);

create table offer_version (
    id TEXT not null primary key,
    offer_id TEXT not null references offer (id),
    name TEXT not null,
    position BIGINT not null,
    released_at BIGINT
);
create unique index offer_version_name on offer_version (offer_id, name);

create table customer (
    id TEXT not null primary key,
    key TEXT not null,
    name TEXT not null,
    country TEXT,
    created_at BIGINT not null
);
create unique index customer_key on customer (key);

create table holding (
    customer_id TEXT not null references customer (id),
    offer_id TEXT not null references offer (id),
    plan TEXT,
    version TEXT,
    primary key (customer_id, offer_id)
);
create index holding_by_offer on holding (offer_id, customer_id);

create table person (
    id TEXT not null primary key,
    email TEXT not null,
    name TEXT not null,
    password_hash TEXT,
    desk_role TEXT constraint person_desk_role check (desk_role in ('analyst', 'lead', 'auditor', 'administrator')),
    locale TEXT not null constraint person_locale check (locale in ('en', 'sv')),
    zone TEXT not null,
    theme TEXT not null constraint person_theme check (theme in ('auto', 'light', 'dark')),
    created_at BIGINT not null,
    disabled_at BIGINT
);
create unique index person_email on person (email);
create index person_of_desk on person (name, id) where desk_role is not null;
create index person_outside on person (name, id) where desk_role is null;

create table membership (
    person_id TEXT not null references person (id),
    publisher_id TEXT not null references publisher (id),
    role TEXT not null constraint membership_role check (role in ('owner', 'security_contact', 'member', 'viewer')),
    created_at BIGINT not null,
    primary key (person_id, publisher_id)
);
create index membership_by_publisher on membership (publisher_id, person_id);

create table session (
    id TEXT not null primary key,
    token_hash BYTEA not null,
    person_id TEXT not null references person (id),
    publisher_id TEXT references publisher (id),
    user_agent TEXT not null,
    created_at BIGINT not null,
    seen_at BIGINT not null,
    expires_at BIGINT not null
);
create unique index session_token on session (token_hash);
create index session_by_person on session (person_id, seen_at);
create index session_by_expiry on session (expires_at);

create table one_time_link (
    id TEXT not null primary key,
    token_hash BYTEA not null,
    purpose TEXT not null constraint one_time_link_purpose check (purpose in ('setup', 'invitation', 'password_reset')),
    email TEXT not null,
    person_id TEXT references person (id),
    publisher_id TEXT references publisher (id),
    role TEXT,
    created_by TEXT references person (id),
    created_at BIGINT not null,
    expires_at BIGINT not null,
    used_at BIGINT
);
create unique index one_time_link_token on one_time_link (token_hash);
create index one_time_link_by_publisher on one_time_link (publisher_id, created_at);
create index one_time_link_by_email on one_time_link (email, purpose) where used_at is null;
create index one_time_link_by_purpose on one_time_link (purpose, created_at) where used_at is null;

create table api_token (
    id TEXT not null primary key,
    token_hash BYTEA not null,
    person_id TEXT not null references person (id),
    publisher_id TEXT references publisher (id),
    name TEXT not null,
    scopes TEXT not null,
    hint TEXT not null,
    created_at BIGINT not null,
    expires_at BIGINT not null,
    used_at BIGINT,
    revoked_at BIGINT
);
create unique index api_token_hash on api_token (token_hash);
create index api_token_by_person on api_token (person_id, created_at);

create table attempt (
    key TEXT not null primary key,
    window_started_at BIGINT not null,
    failures BIGINT not null
);

create table draft (
    id TEXT not null primary key,
    publisher_id TEXT not null references publisher (id),
    author_id TEXT not null references person (id),
    category TEXT not null constraint draft_category check (category in ('incident', 'vulnerability', 'both')),
    answers JSONB not null,
    revision BIGINT not null,
    created_at BIGINT not null,
    updated_at BIGINT not null
);
create index draft_by_publisher on draft (publisher_id, updated_at, id);

create table cases (
    id TEXT not null primary key,
    number TEXT not null,
    publisher_id TEXT not null references publisher (id),
    version BIGINT not null,
    category TEXT not null constraint case_category check (category in ('incident', 'vulnerability', 'both')),
    stage TEXT not null constraint case_stage
        check (stage in ('received', 'acknowledged', 'assessed', 'mitigating', 'closed', 'withdrawn')),
    is_open BOOLEAN not null,
    title TEXT not null,
    offers TEXT not null,
    severity TEXT not null constraint case_severity check (severity in ('critical', 'high', 'medium', 'low', 'unrated')),
    priority TEXT constraint case_priority check (priority in ('p1', 'p2', 'p3', 'p4')),
    waiting_on TEXT not null constraint case_waiting_on check (waiting_on in ('desk', 'publisher', 'nobody')),
    owner_id TEXT references person (id),
    urgent BOOLEAN not null,
    component TEXT,
    outcome TEXT,
    promise_due_at BIGINT not null,
    due_at BIGINT not null,
    duty TEXT,
    submitted_at BIGINT not null,
    acknowledged_at BIGINT,
    updated_at BIGINT not null,
    snapshot JSONB not null
);
create unique index case_number on cases (number);
create index cases_open_by_due on cases (due_at, id) where is_open;
create index cases_waiting_by_due on cases (waiting_on, due_at, id) where is_open;
create index cases_owned_by_due on cases (owner_id, due_at, id) where is_open;
create index cases_by_submission on cases (submitted_at, id);
create index cases_by_change on cases (updated_at, id);
create index cases_of_publisher_by_change on cases (publisher_id, updated_at, id);
create index cases_of_publisher_by_due on cases (publisher_id, due_at, id) where is_open;
create index cases_by_component on cases (component, submitted_at) where component is not null;

create table case_event (
    case_id TEXT not null references cases (id),
    sequence BIGINT not null,
    at BIGINT not null,
    author_id TEXT references person (id),
    party TEXT constraint case_event_party check (party in ('desk', 'publisher')),
    kind TEXT not null,
    shared BOOLEAN not null,
    body JSONB not null,
    primary key (case_id, sequence)
);

create table case_cve (
    cve TEXT not null,
    case_id TEXT not null references cases (id),
    primary key (cve, case_id)
);

create table case_offer (
    offer_id TEXT not null references offer (id),
    case_id TEXT not null references cases (id),
    primary key (offer_id, case_id)
);

create table job (
    id TEXT not null primary key,
    kind TEXT not null,
    payload JSONB not null,
    case_id TEXT references cases (id),
    state TEXT not null constraint job_state check (state in ('queued', 'running', 'done', 'dead')),
    run_at BIGINT not null,
    attempts BIGINT not null,
    locked_until BIGINT,
    last_error TEXT,
    created_at BIGINT not null,
    finished_at BIGINT
);
create index job_by_due on job (state, run_at, id) where state = 'queued';
create index job_by_lock on job (locked_until) where state = 'running';
create index job_by_state on job (state, created_at, id);
create index job_of_case on job (case_id, id);

create table idempotency_key (
    person_id TEXT not null references person (id),
    key TEXT not null,
    request_hash BYTEA not null,
    status BIGINT not null,
    body TEXT not null,
    created_at BIGINT not null,
    primary key (person_id, key)
);
create index idempotency_key_by_age on idempotency_key (created_at);

create table saved_view (
    id TEXT not null primary key,
    person_id TEXT not null references person (id),
    name TEXT not null,
    query TEXT not null,
    created_at BIGINT not null
);
create unique index saved_view_name on saved_view (person_id, name);

-- The longest words of a case's title: what cases whose words are near are found by.
create table case_word (
    word TEXT not null,
    case_id TEXT not null references cases (id),
    primary key (word, case_id)
);

-- Full-text search: one document a case. `shared` is what the publisher may find, `everything` what the desk may.
create table search_doc (
    row_id BIGINT generated always as identity primary key,
    case_id TEXT not null unique references cases (id),
    scope TEXT not null,
    title TEXT not null,
    names TEXT not null,
    body TEXT not null,
    notes TEXT not null,
    shared TSVECTOR not null generated always as (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', names), 'B')
            || to_tsvector('simple', body)
    ) stored,
    everything TSVECTOR not null generated always as (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', names), 'B')
            || to_tsvector('simple', body) || to_tsvector('simple', notes)
    ) stored
);
create index search_doc_shared on search_doc using gin (shared);
create index search_doc_everything on search_doc using gin (everything);
create index search_doc_scope on search_doc (scope, row_id);
