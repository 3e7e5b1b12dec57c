-- Counted up to a limit, so that the cost stays flat.
select count(*) from (select 1 from cases where in_queue limit $1) as counted
