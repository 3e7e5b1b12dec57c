select count(*) from (select 1 from cases where in_queue and desk_due_at < $1 limit $2) as counted
