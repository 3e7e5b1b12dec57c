# Vad som har hänt i ett ärende, en mening var. $who är ett namn, eller "Du" för läsarens egna handlingar.
event-you = Du
event-desk = Säkerhetsteamet
event-publisher = Utgivaren
event-system = Varsel
event-draft-started = { $who } påbörjade rapporten.
event-submitted = { $who } skickade in rapporten, som fick nummer { $number }.
event-acknowledged = { $who } bekräftade rapporten.
event-category-changed = { $who } ändrade kategorin från ”{ $from }” till ”{ $to }”: { $reason }
event-severity-set = { $who } bedömde allvarlighetsgraden som { $value }: { $reason }
event-priority-set = Prioritet { $value }: { $reason }
event-assessed-by-two = { $proposer } föreslog det.
event-assessment-proposed = { $who } föreslog allvarlighetsgraden { $severity } och prioritet { $priority }, vilket kräver en kollegas godkännande: { $reason }
event-assessment-declined = { $who } avslog den föreslagna allvarlighetsgraden och prioriteten: { $reason }
event-scored = { $who } gav sårbarheten poängen { $scores }.
event-scored-because = { $metric }: { $reason }
event-scored-answer = Svar på invändningen: { $reason }
event-reopening-requested = { $who } bad om att ärendet öppnas igen: { $reason }
event-reopening-declined = { $who } avslog begäran att öppna ärendet igen: { $reason }
event-score-kept = { $who } behöll säkerhetsteamets poäng: { $reason }
event-score-accepted = { $who } godtog säkerhetsteamets poäng.
event-score-contested = { $who } invände mot säkerhetsteamets poäng: { $reason }
event-score-held = Den borde vara { $scores }.
event-question-asked = { $who } ställde fråga { $number }, med svar senast { $due }.
event-question-answered = { $who } besvarade fråga { $number }.
event-fact-exploited = { $status ->
    [yes] { $who } uppgav att det utnyttjas.
    [no] { $who } uppgav att det inte utnyttjas.
   *[unknown] { $who } uppgav att det är oklart om det utnyttjas.
}
event-fact-public = { $status ->
    [yes] { $who } uppgav att det är offentligt känt.
    [no] { $who } uppgav att det inte är offentligt känt.
   *[unknown] { $who } uppgav att det är oklart om det är offentligt känt.
}
event-fact-fix-available = { $status ->
    [yes] { $who } uppgav att det finns en rättning.
    [no] { $who } uppgav att det inte finns någon rättning.
   *[unknown] { $who } uppgav att det är oklart om det finns en rättning.
}
event-fact-fix-deployed = { $status ->
    [yes] { $who } uppgav att rättningen är införd.
    [no] { $who } uppgav att rättningen inte är införd.
   *[unknown] { $who } uppgav att det är oklart om rättningen är införd.
}
event-fact-mitigation-available = { $status ->
    [yes] { $who } uppgav att skadebegränsning finns.
    [no] { $who } uppgav att skadebegränsning saknas.
   *[unknown] { $who } uppgav att det är oklart om skadebegränsning finns.
}
event-promise-missed = Löftet om bekräftelse hölls inte: den skulle ha kommit senast { $due }.
event-target-missed = ”{ $target }” missades: det skulle ha varit klart { $due }.
event-miss-explained = { $who } angav varför ”{ $target }” missades: { $reason }
event-measure-decided = { $who } beslutade om erbjudandet: { $sentence }
event-notice-decided = { $who } beslutade vad kunderna får veta: { $sentence }
event-question-lapsed = Svarstiden för fråga { $number } gick ut utan svar. Säkerhetsteamets tidsfrister löper igen.
# $regime är en lag eller ett avtal, $stage det som ska lämnas enligt den.
event-duty-applies = { $who } bedömde att ”{ $regime }” gäller.
event-duty-does-not-apply = { $who } bedömde att ”{ $regime }” inte gäller.
event-duty-unsure = { $who } är inte säker på om ”{ $regime }” gäller.
event-aware = { $who } registrerade tidpunkten då { $anchor }: { $instant }. { $evidence }
event-anchor-recorded = { $who } registrerade för ”{ $regime }” tidpunkten då { $anchor }: { $instant }. { $evidence }
event-anchor-because = Skäl: { $reason }
event-filing-prepared = { $who } arbetade på anmälan enligt ”{ $regime }”.
event-stage-filed = { $who } lämnade in ”{ $stage }” enligt ”{ $regime }” { $instant }, referens { $reference }.
event-stage-step = { $percent } % av tiden för ”{ $stage }” enligt ”{ $regime }” har gått; det ska lämnas in senast { $due }.
event-stage-missed = ”{ $stage }” enligt ”{ $regime }” lämnades inte in i tid: det skulle ha lämnats in { $due }.
event-outcome-communicated = { $who } meddelade utfallet ”{ $outcome }”: { $sentence }
event-mitigation-started = { $who } påbörjade åtgärder: { $sentence }
event-closed = { $who } avslutade ärendet med utfallet ”{ $outcome }”: { $sentence }
event-until = Risken accepteras till och med { $day }.
event-reopened = { $who } öppnade ärendet igen: { $reason }
event-withdrawn = { $who } återkallade rapporten: { $reason }
event-linked = { $relation ->
    [duplicate] { $who } markerade ärendet som en dubblett av { $number }.
   *[related] { $who } länkade ärendet till { $number }, som det hör ihop med.
}
event-owner-taken = { $who } tog ärendet.
event-owner-assigned = { $who } tilldelade { $owner } ärendet.
event-owner-none = { $who } tog bort ärendets ansvariga.
event-owner-somebody = någon i säkerhetsteamet
event-note-added = { $who } skrev en intern anteckning.
event-message-shared = { $who } skrev ett meddelande.
event-mail-sent = { $recipients ->
    [one] Mejlat till en person hos { $to }: { $notice }.
   *[other] Mejlat till { $recipients } personer hos { $to }: { $notice }.
}
event-mail-failed = { $recipients ->
    [one] Mejlet till en person hos { $to } gick inte att leverera: { $notice }.
   *[other] Mejlen till { $recipients } personer hos { $to } gick inte att leverera: { $notice }.
}
event-to-desk = säkerhetsteamet
event-to-publisher = utgivaren
event-to-own-organisation = din organisation
notice-confirmation = bekräftelse på rapporten
notice-new-report = en ny rapport
notice-acknowledged = personlig bekräftelse
notice-assessed = allvarlighetsgrad och prioritet
notice-reopening-requested = begäran att öppna ärendet igen
notice-reopening-declined = svaret på begäran att öppna ärendet igen
notice-scored = säkerhetsteamets poäng
notice-score-answered = utgivarens svar på poängen
notice-score-reviewed = säkerhetsteamets svar på invändningen
notice-question = en fråga
notice-message = ett meddelande
notice-outcome = utfallet
notice-closed = ärendet är avslutat
notice-reopened = ärendet är öppet igen
notice-withdrawn = rapporten är återkallad
basis-cvss-score = enligt CVSS-poängen
basis-takeover = koden, ett bygge eller publiceringskontot har tagits över
basis-data-touched = kunduppgifter eller hemligheter är berörda
basis-publisher-says = enligt utgivarens förslag, inget annat är känt
basis-with-score = CVSS-poängen är { $score }

# Varför reglerna föreslår en prioritet.
why-by-weakness = enligt tabellen för sårbarheter: allvarlighetsgrad { $severity }, { $exploitation }, { $automatable }, { $reach }
why-by-incident = enligt tabellen för incidenter: allvarlighetsgrad { $severity }, { $state }, { $data }
why-assumed = { $what } (antas, inget är angivet)
why-floor = { $why }; höjd till { $priority }, eftersom { $floor }
exploitation-none = inget utnyttjande är känt
exploitation-poc = attackkod är offentlig
exploitation-active = den utnyttjas
automatable-yes = angrepp kan automatiseras
automatable-no = angrepp kan inte automatiseras
reach-limited = få kunder berörs
reach-wide = många kunder berörs
containment-ongoing = pågår
containment-contained = stoppad
containment-historic = över
customer-data-none = inga kunduppgifter är berörda
customer-data-suspected = kunduppgifter kan vara berörda
customer-data-confirmed = kunduppgifter är berörda
floor-statutory-stage = en lagstadgad anmälan ska in inom 24 timmar
floor-malicious-artefact = en publicerad artefakt är skadlig
floor-stolen-key = ett publiceringskonto eller en nyckel har stulits
floor-disclosure-near = det blir offentligt inom sju dagar
floor-authority-request = en myndighet har frågat
floor-personal-data = personuppgifter är berörda
