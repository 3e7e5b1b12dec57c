# Vad som är fel i ett fält, och vad som godtas. Står intill fältet och i sammanfattningen ovanför formuläret.
field-error = Fel:
field-at-most = Högst { NUMBER($max) } tecken
field-left = { $n } tecken kvar
field-left-one = 1 tecken kvar
field-over = { $n } tecken för mycket
field-over-one = 1 tecken för mycket
problems-title = { $count ->
    [one] Det är ett problem med 1 svar
   *[other] Det är problem med { $count } svar
}
problems-kept = Inget av det du skrev har gått förlorat.

problem-missing = Här behövs ett svar.
problem-too-long = Det här är { NUMBER($over) } tecken för långt. Högst { NUMBER($max) } godtas.
problem-control-character = Tecken { NUMBER($at) } kan inte behållas: det syns inte, eller är en radbrytning där det bara får vara en rad. Ta bort det.
problem-not-one-of = Välj något av dessa: { $accepted }.
problem-too-many = Det är för många. Högst { NUMBER($max) } godtas.
problem-bad-cve = ”{ $given }” är varken ett CVE-nummer eller ett annat sårbarhets-id. De ser ut som CVE-2021-44228 eller GHSA-jfh8-c2jp-5v3q.
problem-not-asked = Efterfrågas inte i en rapport av den här kategorin. Lämna det tomt, eller ändra kategorin.
problem-two-vectors = Här finns två vektorer av CVSS { $version }. Behåll en.
problem-need-cve-or-cvss = Ange ett CVE-nummer eller ett annat sårbarhets-id, eller en CVSS-vektor om det inte finns något än.
problem-bad-instant = Ange datum, klockslag och tidszon, till exempel 2026-12-01, 14:00 och Europe/Stockholm.
problem-unknown-zone = ”{ $given }” är ingen tidszon. En sådan ser ut som Europe/Stockholm; UTC går också bra.
problem-past = Den tiden har redan passerat. Ange en som ligger framåt, eller lämna fältet tomt.
problem-too-far = Det är mer än { NUMBER($years) } år dit. Ange en tidigare tid.
problem-skipped-time = Den tiden finns inte den dagen: klockan ställs fram till { $next }. Ange en annan tid.
problem-unknown-offer = ”{ $given }” är inget av din organisations erbjudanden. Välj ett i listan, eller skriv dess namn.
problem-bad-email = Det här är ingen e-postadress. En sådan ser ut som namn@example.com.
problem-weak-password = Det här lösenordet är för lätt att gissa. Använd flera ord som inte hör ihop.
problem-wrong-password = Det nuvarande lösenordet stämmer inte.
problem-out-of-range = Ange ett heltal från { NUMBER($min) } till { NUMBER($max) }.
problem-taken = Det här är redan upptaget. Välj något annat.
problem-malformed = Det här går inte att läsa. Detta godtas: { $accepted }.
