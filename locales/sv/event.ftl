# Vad som har hänt i ett ärende, en mening var. $who är ett namn, eller "Du" för läsarens egna handlingar.
event-you = Du
event-desk = Desken
event-publisher = Utgivaren
event-system = Varsel
event-draft-started = { $who } påbörjade rapporten.
event-submitted = { $who } skickade in rapporten. Den har nummer { $number }.
event-acknowledged = { $who } bekräftade rapporten.
event-category-changed = { $who } ändrade kategorin från ”{ $from }” till ”{ $to }”: { $reason }
event-severity-set = { $who } bedömde allvarlighetsgraden som { $value }: { $reason }
event-priority-set = Prioritet { $value }: { $reason }
event-assessed-by-two = { $proposer } föreslog det.
event-assessment-proposed = { $who } föreslog allvarlighetsgraden { $severity } med prioritet { $priority }, som en kollega behöver instämma i: { $reason }
event-assessment-declined = { $who } instämde inte i den föreslagna allvarlighetsgraden och prioriteten: { $reason }
event-scored = { $who } gav sårbarheten poängen { $scores }.
event-scored-because = { $metric }: { $reason }
event-score-accepted = { $who } godtog deskens poäng.
event-score-contested = { $who } bestred deskens poäng: { $reason }
event-score-held = Den skulle vara { $scores }.
event-question-asked = { $who } ställde fråga { $number }, att besvara senast { $due }.
event-question-answered = { $who } besvarade fråga { $number }.
event-fact-exploited = { $status ->
    [yes] { $who } uppgav att det utnyttjas.
    [no] { $who } uppgav att det inte utnyttjas.
   *[unknown] { $who } uppgav att ingen ännu vet om det utnyttjas.
}
event-fact-public = { $status ->
    [yes] { $who } uppgav att det är offentligt känt.
    [no] { $who } uppgav att det inte är offentligt känt.
   *[unknown] { $who } uppgav att ingen ännu vet om det är offentligt känt.
}
event-fact-fix-available = { $status ->
    [yes] { $who } uppgav att det finns en rättning.
    [no] { $who } uppgav att det inte finns någon rättning.
   *[unknown] { $who } uppgav att ingen ännu vet om det finns en rättning.
}
event-fact-fix-deployed = { $status ->
    [yes] { $who } uppgav att rättningen är införd.
    [no] { $who } uppgav att rättningen inte är införd.
   *[unknown] { $who } uppgav att ingen ännu vet om rättningen är införd.
}
event-fact-mitigation-available = { $status ->
    [yes] { $who } uppgav att det finns en skyddsåtgärd.
    [no] { $who } uppgav att det inte finns någon skyddsåtgärd.
   *[unknown] { $who } uppgav att ingen ännu vet om det finns en skyddsåtgärd.
}
event-promise-missed = Löftet om bekräftelse hölls inte: den skulle ha kommit { $due }.
event-target-missed = ”{ $target }” missades: det skulle ha varit klart { $due }.
event-miss-explained = { $who } angav varför ”{ $target }” missades: { $reason }
event-measure-decided = { $who } beslutade om erbjudandet: { $sentence }
event-notice-decided = { $who } beslutade vad kunderna får veta: { $sentence }
event-question-lapsed = Tiden för att svara på fråga { $number } är ute. Deskens klockor går vidare.
# $regime är en lag eller ett avtal, $stage det som ska lämnas enligt den.
event-duty-applies = { $who } bedömde att ”{ $regime }” gäller: { $reason }
event-duty-does-not-apply = { $who } bedömde att ”{ $regime }” inte gäller: { $reason }
event-anchor-recorded = { $who } antecknade för ”{ $regime }”, { $anchor }: { $instant }. { $evidence }
event-anchor-because = Varför: { $reason }
event-filing-prepared = { $who } arbetade på anmälan enligt ”{ $regime }”.
event-stage-filed = { $who } lämnade ”{ $stage }” enligt ”{ $regime }” { $instant }, referens { $reference }.
event-stage-step = { $percent } % av tiden för ”{ $stage }” enligt ”{ $regime }” har gått; det ska lämnas senast { $due }.
event-stage-missed = ”{ $stage }” enligt ”{ $regime }” lämnades inte i tid: det skulle ha lämnats { $due }.
event-outcome-communicated = { $who } meddelade utfallet ”{ $outcome }”: { $sentence }
event-mitigation-started = { $who } började åtgärda: { $sentence }
event-closed = { $who } avslutade ärendet med utfallet ”{ $outcome }”: { $sentence }
event-until = Risken accepteras till och med { $day }.
event-reopened = { $who } tog upp ärendet igen: { $reason }
event-withdrawn = { $who } återkallade rapporten: { $reason }
event-linked = { $relation ->
    [duplicate] { $who } märkte ärendet som en dubblett av { $number }.
   *[related] { $who } länkade ärendet till { $number }, som det hör ihop med.
}
event-owner-taken = { $who } tog ärendet.
event-owner-assigned = { $who } gav ärendet till { $owner }.
event-owner-none = { $who } lämnade ärendet utan ansvarig.
event-owner-somebody = någon på desken
event-note-added = { $who } skrev en intern anteckning.
event-message-shared = { $who } skrev ett meddelande.
event-mail-sent = { $recipients ->
    [one] E-post till en person hos { $to }: { $notice }.
   *[other] E-post till { $recipients } personer hos { $to }: { $notice }.
}
event-mail-failed = { $recipients ->
    [one] E-post till en person hos { $to } gick inte att leverera: { $notice }.
   *[other] E-post till { $recipients } personer hos { $to } gick inte att leverera: { $notice }.
}
event-to-desk = desken
event-to-publisher = utgivaren
event-to-own-organisation = din organisation
notice-confirmation = bekräftelse på rapporten
notice-new-report = en ny rapport
notice-acknowledged = svar från en person
notice-assessed = allvarlighetsgrad och prioritet
notice-scored = deskens poäng
notice-score-answered = utgivarens svar på poängen
notice-question = en fråga
notice-message = ett meddelande
notice-outcome = utfall
notice-closed = ärendet är avslutat
notice-reopened = ärendet har tagits upp igen
notice-withdrawn = rapporten är återkallad
basis-cvss-score = CVSS-poängen säger det
basis-takeover = koden, ett bygge eller publiceringskontot har tagits över
basis-data-touched = kunders uppgifter eller hemligheter är berörda
basis-publisher-says = utgivaren föreslår det, och inget annat är känt
basis-with-score = CVSS-poängen är { $score }

# Varför reglerna föreslår en prioritet.
why-by-weakness = enligt tabellen för sårbarheter: allvarlighetsgrad { $severity }, { $exploitation }, { $automatable }, { $reach }
why-by-incident = enligt tabellen för incidenter: allvarlighetsgrad { $severity }, { $state }, { $data }
why-assumed = { $what } (antas, ingen har sagt något)
why-floor = { $why }; höjd till { $priority }, eftersom { $floor }
exploitation-none = inget utnyttjande är känt
exploitation-poc = det finns öppen attackkod
exploitation-active = den utnyttjas
automatable-yes = angrepp kan automatiseras
automatable-no = angrepp kan inte automatiseras
reach-limited = få kunder nås
reach-wide = många kunder nås
containment-ongoing = den pågår
containment-contained = den är stoppad
containment-historic = den är över
customer-data-none = inga kunduppgifter är berörda
customer-data-suspected = kunduppgifter kan vara berörda
customer-data-confirmed = kunduppgifter är berörda
floor-statutory-stage = en lagstadgad anmälan ska in inom 24 timmar
floor-malicious-artefact = en publicerad artefakt är skadlig
floor-stolen-key = ett publiceringskonto eller en nyckel är stulen
floor-disclosure-near = det blir offentligt inom sju dagar
floor-authority-request = en myndighet frågar
floor-personal-data = personuppgifter är berörda
