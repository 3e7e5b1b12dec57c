-- Cases in which it is a publisher's move: a question waits, or something has to be filed, which may be due after a case is over.
select c.number, c.title, c.due_at, c.filing from cases c
where c.publisher_id = $1 and c.duty in ('answer', 'file')
order by c.due_at, c.id limit $2
