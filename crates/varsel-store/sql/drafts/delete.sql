-- `$3` is the revision that was read; nothing stands for any.
delete from draft where id = $1 and publisher_id = $2 and revision = coalesce($3, revision)
