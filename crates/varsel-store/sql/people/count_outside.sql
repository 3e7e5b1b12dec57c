select count(*) from (select 1 from person where desk_role is null limit $1) as counted
