-- Search looks for words that Varsel folds (case, composition, accents), so that both engines find the same. The texts stay as they
-- were written, to be shown; `folding` says which rules made the words: cases behind the current ones are indexed again at the start.
drop trigger search_doc_inserted;
drop trigger search_doc_updated;
drop table search_index;
alter table search_doc add column shared_words TEXT not null default '';
alter table search_doc add column desk_words TEXT not null default '';
alter table search_doc add column folding BIGINT not null default 0;
create index search_doc_folding on search_doc (folding, row_id);
-- The words hold letters and digits only: `ascii` ends a token at a blank and takes every other character as it is.
create virtual table search_index using fts5 (
    scope, shared_words, desk_words,
    content = 'search_doc', content_rowid = 'row_id', tokenize = 'ascii', detail = 'column'
);
insert into search_index (search_index) values ('rebuild');
create trigger search_doc_inserted after insert on search_doc begin
    insert into search_index (rowid, scope, shared_words, desk_words)
    values (new.row_id, new.scope, new.shared_words, new.desk_words);
end;
create trigger search_doc_updated after update of scope, shared_words, desk_words on search_doc begin
    insert into search_index (search_index, rowid, scope, shared_words, desk_words)
    values ('delete', old.row_id, old.scope, old.shared_words, old.desk_words);
    insert into search_index (rowid, scope, shared_words, desk_words)
    values (new.row_id, new.scope, new.shared_words, new.desk_words);
end;
