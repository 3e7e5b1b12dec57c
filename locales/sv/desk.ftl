desk-title = Att göra härnäst
desk-count-open = { $count } öppna
desk-count-unowned = { $number ->
    [one] { $count } saknar ansvarig
   *[other] { $count } saknar ansvarig
}
desk-count-missed = { $number ->
    [one] { $count } försenat
   *[other] { $count } försenade
}
desk-views = Vyer
desk-view-due = Härnäst
desk-view-ours = Vår tur
desk-view-mine = Mina
desk-view-unowned = Utan ansvarig
desk-view-theirs = Väntar på utgivaren
desk-view-all = Alla ärenden
desk-caption-due = Öppna ärenden, närmaste tidsfrist först
desk-caption-ours = Öppna ärenden där det är vår tur, närmaste tidsfrist först
desk-caption-mine = Dina öppna ärenden, närmaste tidsfrist först
desk-caption-unowned = Öppna ärenden utan ansvarig, närmaste tidsfrist först
desk-caption-theirs = Öppna ärenden som väntar på utgivaren, närmaste tidsfrist först
desk-caption-received = Alla ärenden, senast inkomna först
desk-caption-changed = Alla ärenden, senast ändrade först
desk-number = Nummer
desk-case = Ärende
desk-publisher = Utgivare
desk-severity = Allvarlighetsgrad
desk-priority = Prioritet
desk-category = Kategori
desk-stage = Status
desk-waiting-on = Väntar på
desk-due-next = Härnäst
desk-owner = Ansvarig
desk-received = Inkom
desk-changed = Ändrat
desk-label-from = från
desk-label-stage = status
desk-label-received = inkom
desk-label-changed = ändrat
desk-label-waiting = väntar på
desk-label-due = senast
desk-label-owner = ansvarig
desk-urgent = Pågående skada
desk-nothing-due = inget att göra
desk-choose = Välj
desk-choose-all = Välj alla
desk-any = alla
desk-any-value = Alla
desk-publisher-hint = Skriv en nyckel eller början av ett namn.
desk-remove-filter = ta bort filtret
desk-without-filters = Visa utan filter
desk-unknown-filters = De här filtren finns inte och togs inte med.
desk-my-views = Mina vyer
desk-view-name = Namn på vyn
desk-view-name-hint = Sparar vyn med filter, bara för dig.
desk-save-view = Spara vyn
desk-remove-view = Ta bort
desk-view-name-missing = Ge vyn ett namn.
desk-view-name-too-long = Namnet har fler än { NUMBER($max) } tecken.
desk-view-name-control = Namnet innehåller ett tecken som inte kan sparas, till exempel en radbrytning.
desk-view-name-taken = Du har redan en vy med det namnet. Välj ett annat.
desk-view-too-many = Du har { NUMBER($most) } vyer, och fler går inte att spara. Ta bort en först.
desk-updated = Kön har uppdaterats
desk-has-changed = Kön har ändrats
desk-rows-shown = { $count ->
    [one] 1 ärende på sidan
   *[other] { $count } ärenden på sidan
}
desk-first-page = Första sidan
desk-with-chosen = För valda ärenden
desk-chosen = valda
desk-assign-to = Tilldela
desk-assign-nobody = ingen
desk-me = mig
desk-assign = Tilldela
desk-assigned = { $count ->
    [one] 1 ärende har tilldelats.
   *[other] { $count } ärenden har tilldelats.
}
desk-assign-nothing = Välj ärenden att tilldela.
desk-assign-too-many = Högst { NUMBER($most) } ärenden kan tilldelas på en gång.
desk-assign-no-owner = Välj någon i säkerhetsteamet som arbetar med ärenden.
desk-assignment-title = Ärenden kunde inte tilldelas
desk-assignment-lede = { $done ->
    [0] Inget av ärendena tilldelades. Inget annat har ändrats.
    [one] 1 ärende tilldelades. De andra är oförändrade.
   *[other] { $done } ärenden tilldelades. De andra är oförändrade.
}
desk-outcome = Resultat
desk-outcome-assigned = Tilldelat
desk-outcome-already = Ingen ändring behövdes
desk-outcome-over = Ärendet är avslutat
desk-outcome-changed = Ändrat av någon annan
desk-outcome-not-found = Ärendet finns inte
desk-back-to-queue = Tillbaka till kön
desk-empty-due = Inga öppna ärenden
desk-empty-due-text = Alla ärenden är avslutade. Nya rapporter dyker upp här av sig själva.
desk-empty-ours = Inget väntar på oss
desk-empty-ours-text = I alla öppna ärenden är det utgivarens tur.
desk-empty-mine = Du har inga öppna ärenden
desk-empty-mine-text = Ta ett av ärendena som saknar ansvarig.
desk-empty-unowned = Alla öppna ärenden har en ansvarig
desk-empty-unowned-text = Nya rapporter visas här tills någon tar dem.
desk-empty-theirs = Inget ärende väntar på utgivaren
desk-empty-theirs-text = Här visas ärenden med en öppen fråga till utgivaren.
desk-empty-all = Inga ärenden ännu
desk-empty-all-text = Den första rapporten dyker upp här av sig själv.
desk-empty-filtered = Inget ärende stämmer med filtren
desk-empty-filtered-text = Ta bort ett filter eller visa alla ärenden.
desk-empty-page = Inget mer att visa
desk-empty-page-text = Du har passerat vyns sista ärende.
desk-key-move = gå upp/ned
desk-key-open = öppna
desk-key-assign = tilldela
desk-key-search = sök
desk-key-all = alla kortkommandon
desk-keys = Kortkommandon
desk-help-move = Nästa, föregående
desk-help-open = Öppna
desk-help-choose = Välj
desk-help-assign = Tilldela de valda
desk-help-search = Sök
desk-help-go = Gå till: { $place }
desk-help-commands = Kommandon
desk-help-this = Den här hjälpen
desk-commands = Kommandon
desk-search-for = Sök efter ”{ $text }”
desk-find-publisher = Hitta utgivaren ”{ $text }”
desk-command-or-search = Kommando eller sökning
desk-search-or-go = Sök eller gå till
live-now = nu
live-day = 1 dag
live-days = { $n } dagar
live-hour = { $n } tim
live-minute = { $n } min
