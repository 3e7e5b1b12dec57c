-- The rest of the texts of a case, where their heads hold no word that was searched for; of the notes nothing for publishers.
select substr(body, cast($2 as INT)), case when $3 = 1 then substr(notes, cast($2 as INT)) else '' end
from search_doc where case_id = (select id from cases where number = $1)
