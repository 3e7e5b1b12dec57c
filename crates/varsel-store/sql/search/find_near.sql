-- Cases that share at least two of four words with a new one: of each word's newest sixteen, so that a common word costs no
-- more than a rare one, and says less.
with shared as (
    select case_id from (select case_id from case_word where word = $1 order by case_id desc limit 16) as a
    union all select case_id from (select case_id from case_word where word = $2 order by case_id desc limit 16) as b
    union all select case_id from (select case_id from case_word where word = $3 order by case_id desc limit 16) as c
    union all select case_id from (select case_id from case_word where word = $4 order by case_id desc limit 16) as d
)
select case_id, count(*) as words from shared
group by case_id having count(*) > 1 order by words desc, case_id desc limit $5
