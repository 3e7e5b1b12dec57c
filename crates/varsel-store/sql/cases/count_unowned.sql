select count(*) from (select 1 from cases where in_queue and owner_id is null limit $1) as counted
