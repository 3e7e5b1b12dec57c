-- What a publisher has to file next is its move; the id of the stage, where that is the duty.
alter table cases add column filing TEXT;
drop index cases_of_publisher_by_due;
create index cases_publisher_moves on cases (publisher_id, due_at, id) where duty in ('answer', 'file');
-- The first sweep counts the rows anew of cases in which a publisher has such duties.
update cases set wake_at = 0 where instr(snapshot, '"publisher_duties"') > 0;
