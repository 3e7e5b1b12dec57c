delete from unsent where updated_at < $1
