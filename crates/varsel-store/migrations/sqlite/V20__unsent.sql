-- What a person is writing on a case and has not sent: theirs alone, until it is sent, out of their reach, or weeks old.
create table unsent (
    person_id TEXT not null references person (id),
    case_id TEXT not null references cases (id),
    kind TEXT not null,
    body TEXT not null,
    due_date TEXT not null,
    due_time TEXT not null,
    updated_at BIGINT not null,
    constraint unsent_pkey primary key (person_id, case_id, kind)
);
create index unsent_by_time on unsent (updated_at);
