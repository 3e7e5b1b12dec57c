select shared_words, desk_words from search_doc where case_id = $1
