select count(*) from (select 1 from cases where is_open and desk_due_at < $1 limit $2) as counted
