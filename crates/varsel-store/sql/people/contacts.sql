-- Who is mailed about a publisher's cases: owners and security contacts; members too when there is no other.
select a.id, a.email, a.name, a.locale, a.zone, m.role from membership m join person a on a.id = m.person_id
where m.publisher_id = $1 and a.disabled_at is null and m.role <> 'viewer'
order by a.id limit $2
