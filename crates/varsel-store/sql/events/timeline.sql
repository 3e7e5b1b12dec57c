-- The newest entries before a place, for one reader: `$3` lets the desk's own through. A draft's start is no news.
select e.sequence, e.at, e.author_id, e.party, e.body, a.name
from case_event e left join person a on a.id = e.author_id
where e.case_id = $1 and e.sequence < $2 and e.sequence > 1 and e.kind <> 'clocks_changed' and (e.shared or $3)
order by e.sequence desc limit $4
