-- Which cases are near by the words of their titles, both ways round. It is found out once, when the later of the two is
-- submitted, so that showing it costs the same however many cases share a word. Backwards, the key is the order of nearness.
create table case_near (
    case_id TEXT not null references cases (id),
    words BIGINT not null,
    near_id TEXT not null references cases (id),
    primary key (case_id, words, near_id)
) without rowid;
