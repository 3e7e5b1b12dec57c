-- Counted up to a limit, so that the cost stays flat.
select count(*) from (select 1 from cases where is_open limit $1) as counted
