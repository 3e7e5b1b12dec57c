-- Which cases are near by the words of their titles, both ways round. It is found out once, when the later of the two is
-- submitted, so that showing it costs the same however many cases share a word. Backwards, the key is the order of nearness.
create table case_near (
    case_id TEXT not null references cases (id),
    words BIGINT not null,
    near_id TEXT not null references cases (id),
    primary key (case_id, words, near_id)
);

-- Search finds runs of letters and digits, on both engines alike. PostgreSQL's own parser keeps host names, paths and versions
-- whole and reads `-2021` in a CVE id as a number: punctuation becomes blanks before it sees the text.
alter table search_doc drop column shared, drop column everything;
alter table search_doc
    add column shared TSVECTOR not null generated always as (
        setweight(to_tsvector('simple', translate(title, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))), 'A') || setweight(to_tsvector('simple', translate(names, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))), 'B')
            || to_tsvector('simple', translate(body, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
    ) stored,
    add column everything TSVECTOR not null generated always as (
        setweight(to_tsvector('simple', translate(title, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))), 'A') || setweight(to_tsvector('simple', translate(names, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))), 'B')
            || to_tsvector('simple', translate(body, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))) || to_tsvector('simple', translate(notes, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
    ) stored;
create index search_doc_shared on search_doc using gin (shared);
create index search_doc_everything on search_doc using gin (everything);
