delete from job where state = 'done' and created_at < $1
