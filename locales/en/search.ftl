search-narrow = Only cases that are
search-title = Search
search-title-for = { $query }: search
search-mistyped = This looks like a confirmation number with one character mistyped
search-mistyped-advice = Compare it with the mail or page you have it from. Two neighbouring characters may also be swapped.
search-no-such-number = No case you can see has this number
search-no-such-number-advice = The number itself is correctly formed. Does it belong to another organisation or another marketplace?
search-start = What are you looking for?
search-start-desk = A confirmation number opens its case. Words are searched in titles, reports, messages, notes, publishers, offers and CVE ids.
search-start-publisher = A confirmation number opens its case. Words are searched in your organisation’s titles, reports, messages, offers and CVE ids.
search-nothing = Nothing matches “{ $query }”
search-nothing-more = Nothing more to show
search-nothing-advice = Check the spelling, or search for fewer words. Closed cases are included.
search-first-page = First page
search-count = { $count ->
    [one] 1 case
   *[other] { $count } cases
}
search-count-more = The newest { NUMBER($count) } cases, and more
search-count-last = { $count ->
    [one] The last case
   *[other] The last { $count } cases
}
search-submitted = received
