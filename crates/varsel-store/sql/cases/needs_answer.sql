-- Open cases of a publisher in which a question waits.
select c.number, c.title, c.due_at from cases c
where c.publisher_id = $1 and c.is_open and c.waiting_on = 'publisher'
order by c.due_at, c.id limit $2
