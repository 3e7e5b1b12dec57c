select j.id, j.kind, j.payload, c.number, j.state, j.run_at, j.attempts, j.last_error, j.created_at, j.finished_at
from job j left join cases c on c.id = j.case_id
where j.state = $1 and (j.created_at, j.id) < ($2, $3) order by j.created_at desc, j.id desc limit $4
