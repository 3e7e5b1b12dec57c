-- Who is mailed about a publisher's cases: owners and security contacts; members too when there is no other.
select a.id, a.email, a.name, a.locale, a.zone from membership m join person a on a.id = m.person_id
where m.publisher_id = $1 and a.disabled_at is null and m.role <> 'viewer' and (
    m.role in ('owner', 'security_contact') or not exists (
        select 1 from membership o join person b on b.id = o.person_id
        where o.publisher_id = $1 and b.disabled_at is null and o.role in ('owner', 'security_contact')
    )
)
order by a.id limit $2
