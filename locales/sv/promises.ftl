# Hur löften hölls.
nav-promises = Löften
promises-title = Hållna löften
promises-lede = Varje rapport utlovas ett personligt svar. Andel svar i tid de senaste 26 veckorna, efter den vecka då svaret skulle ha kommit.
promises-any = alla
promises-show = Visa
promises-of = Bara { $publisher }.
promises-of-all = Visa alla utgivare
promises-none = Inget löfte gick ut de här veckorna. Nästa gång visas det här.
# $count löften som gått ut, $missed av dem missade.
promises-total = i tid; { $missed } av { $count } missade
promises-chart = Hållna löften, i procent, per vecka
promises-point = { $day }: { $percent } % av { $count }
promises-by-week = Per vecka
promises-by-severity = Per allvarlighetsgrad
promises-by-publisher = Per utgivare, flest missade först
promises-week = Vecka från
promises-publisher = Utgivare
promises-kept = Hållna
promises-missed = Missade
promises-running = Pågående
promises-percent = Hållna, %
