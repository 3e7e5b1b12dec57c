delete from one_time_link where id = $1
