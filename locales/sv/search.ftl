search-narrow = Bara ärenden som är
search-title = Sök
search-title-for = { $query }: sökning
search-mistyped = Det här ser ut som ett ärendenummer där ett tecken är fel
search-mistyped-advice = Jämför med mejlet eller sidan där du fick numret. Två tecken bredvid varandra kan också ha bytt plats.
search-no-such-number = Inget ärende som du kan se har det numret
search-no-such-number-advice = Numret är rätt skrivet. Hör det till en annan organisation eller en annan marknadsplats?
search-start = Vad letar du efter?
search-start-desk = Ett ärendenummer leder direkt till ärendet. Ord hittas i rubriker, rapporter, meddelanden, anteckningar, utgivare, erbjudanden och CVE-nummer.
search-start-publisher = Ett ärendenummer leder direkt till ärendet. Ord hittas i din organisations rubriker, rapporter, meddelanden, erbjudanden och CVE-nummer.
search-nothing = Inget matchar ”{ $query }”
search-nothing-more = Inget mer att visa
search-nothing-advice = Kontrollera stavningen eller sök på färre ord. Avslutade ärenden är med.
search-first-page = Första sidan
search-count = { $count ->
    [one] 1 ärende
   *[other] { $count } ärenden
}
search-count-more = De { NUMBER($count) } senaste ärendena, och det finns fler
search-count-last = { $count ->
    [one] Det sista ärendet
   *[other] De { $count } sista ärendena
}
search-submitted = inkom
