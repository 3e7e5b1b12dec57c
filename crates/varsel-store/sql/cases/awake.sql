-- Cases that want to be looked at by now, the longest waiting first.
select id, wake_at from cases where wake_at is not null and wake_at <= $1 order by wake_at, id limit $2
