delete from job where id = $1 and state = 'queued'
