# En organisations startsida.
home-title = Dina ärenden
home-count = { $count ->
    [0] inga ärenden än
    [one] 1 ärende
   *[other] { NUMBER($count) } ärenden
}
home-moves = Det här väntar på dig
home-file = Dags för: { $stage }
home-open-filing = Öppna anmälan
home-your-move = Din tur
home-asked = Vi har ställt en fråga till dig och väntar på svar.
home-asked-reader = Vi väntar på svar från din organisation.
home-by = senast { $time }
home-answer = Svara
home-open-case = Öppna ärendet
home-list = Ärenden
home-list-order = senaste aktivitet först
home-filter = Vilka ärenden
home-all = Alla
home-open = Öppna
home-changed = ändrat { $time }
home-duty-acknowledge = vi bekräftar
home-duty-assess = vi bestämmer allvarlighetsgrad och prioritet
home-duty-answer = ditt svar
home-duty-reopening = vi avgör om ärendet ska öppnas igen
home-duty-update = vi ger dig ett lägesbesked
home-duty-file = { $stage }, { $regime }
home-waits-for-you = Din tur
home-newest = Till de nyaste
home-older = Äldre
home-empty = Inget har rapporterats än
home-empty-text = Rapportera här när något händer, eller kan hända, i ett av dina erbjudanden. Det tar ungefär fem minuter, och du ser alltid hur långt det har kommit.
home-empty-reader = Din organisation har inte rapporterat något än. Det dina kollegor rapporterar visas här.
home-none = Inga sådana ärenden
home-none-text = Du har inga ärenden med den statusen.
home-show-all = Visa alla ärenden
home-drafts = Utkast
home-drafts-hint = { $count ->
    [one] 1 utkast, inte skickat. Bara din organisation ser det.
   *[other] { NUMBER($count) } utkast, inte skickade. Bara din organisation ser dem.
}
home-draft = Utkast
home-draft-saved = sparat { $time }
home-draft-by = påbörjat av { $name }
