select snapshot from cases order by submitted_at desc, id desc limit $1
