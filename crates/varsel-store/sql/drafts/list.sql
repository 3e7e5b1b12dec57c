select d.id, d.publisher_id, d.author_id, d.category, d.answers, d.revision, d.created_at, d.updated_at, a.name
from draft d join person a on a.id = d.author_id where d.publisher_id = $1 order by d.updated_at desc, d.id limit $2
