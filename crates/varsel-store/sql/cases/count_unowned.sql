select count(*) from (select 1 from cases where is_open and owner_id is null limit $1) as counted
