# Vad som är fel i ett fält, och vad som godtas. Står intill fältet och i sammanfattningen ovanför formuläret.
field-error = Fel:
field-at-most = Högst { NUMBER($max) } tecken
field-left = { $n } tecken kvar
field-left-one = 1 tecken kvar
field-over = { $n } tecken för mycket
field-over-one = 1 tecken för mycket
problems-title = { $count ->
    [one] Ett svar behöver rättas
   *[other] { $count } svar behöver rättas
}
problems-kept = Inget av det du skrev har gått förlorat.

problem-missing = Här behövs ett svar.
problem-too-long = { NUMBER($over) } tecken för långt. Högst { NUMBER($max) } tillåts.
problem-control-character = Tecken { NUMBER($at) } går inte att spara: det är osynligt, eller en radbrytning där bara en rad får plats. Ta bort det.
problem-not-one-of = Välj något av detta: { $accepted }.
problem-too-many = För många. Högst { NUMBER($max) } tillåts.
problem-bad-cve = ”{ $given }” är varken ett CVE-nummer eller ett annat sårbarhets-id. De ser ut som CVE-2021-44228 eller GHSA-jfh8-c2jp-5v3q.
problem-not-asked = Används inte i en rapport av den här kategorin. Lämna det tomt, eller ändra kategorin.
problem-two-vectors = Här finns två vektorer i CVSS { $version }. Behåll en.
problem-need-cve-or-cvss = Ange ett CVE-nummer eller ett annat sårbarhets-id, eller en CVSS-vektor om det inte finns något än.
problem-bad-instant = Ange datum, klockslag och tidszon, till exempel 2026-12-01, 14:00 och Europe/Stockholm.
problem-unknown-zone = ”{ $given }” är ingen tidszon. Skriv till exempel Europe/Stockholm eller UTC.
problem-past = Tiden har redan passerat. Ange en tid som ligger framåt, eller lämna fältet tomt.
problem-too-far = Det är mer än { NUMBER($years) } år dit. Ange en tidigare tid.
problem-skipped-time = Den tiden finns inte den dagen: klockan ställs fram till { $next }. Ange en annan tid.
problem-unknown-offer = ”{ $given }” är inget av din organisations erbjudanden. Välj ett i listan, eller skriv namnet.
problem-bad-email = Det är ingen e-postadress. Skriv till exempel namn@example.com.
problem-weak-password = Lösenordet är för lätt att gissa. Använd flera ord utan samband.
problem-wrong-password = Det nuvarande lösenordet stämmer inte.
problem-out-of-range = Ange ett heltal från { NUMBER($min) } till { NUMBER($max) }.
problem-taken = Det är redan upptaget. Välj något annat.
problem-malformed = Det går inte att läsa. Tillåtet: { $accepted }.
