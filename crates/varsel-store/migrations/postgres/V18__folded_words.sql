-- Search looks for words that Varsel folds (case, composition, accents), so that both engines find the same. The texts stay as they
-- were written, to be shown; `folding` says which rules made the words: cases behind the current ones are indexed again at the start.
alter table search_doc drop column shared, drop column everything;
alter table search_doc
    add column shared_words TEXT not null default '',
    add column desk_words TEXT not null default '',
    add column folding BIGINT not null default 0;
-- The words are indexed as they are; no parser or dictionary of PostgreSQL reads them.
alter table search_doc
    add column shared TSVECTOR not null generated always as (
        array_to_tsvector(array_remove(string_to_array(shared_words, ' '), ''))
    ) stored,
    add column everything TSVECTOR not null generated always as (
        array_to_tsvector(array_remove(string_to_array(shared_words || ' ' || desk_words, ' '), ''))
    ) stored;
create index search_doc_folding on search_doc (folding, row_id);
create index search_doc_shared on search_doc using gin (shared);
create index search_doc_everything on search_doc using gin (everything);
