### Kortkommandon. En tangent är ett tecken, helst utan skift, och står för ordet bredvid.

## Tangenter
key-cases = ä
key-organisation = o
key-queue = k
key-rules = r
key-promises = l
key-calendar = d
key-catalogue = c
key-people = p
key-jobs = j
key-assign = t
key-reply = s
key-note = i
key-question = f
key-message = m
key-acknowledge = k
key-assess = b
key-report = r
key-back = u
key-new = n

## Hjälp
keys-in-list = I kön
keys-on-case = På ett ärende
keys-everywhere = Överallt
keys-reply = Svara
keys-note = Skriv en intern anteckning
keys-question = Ställ en fråga
keys-assign = Tilldela ärendet
keys-acknowledge = Bekräfta rapporten
keys-assess = Bedöm
keys-report = Visa rapporten
keys-back = Upp till kön
keys-answer = Svara på frågan
keys-message = Meddela säkerhetsteamet
keys-new = Ny rapport, från dina ärenden
keys-change = Stäng av kortkommandon i din profil
keys-off = Kortkommandon med en tangent är avstängda.
keys-switch-on = Slå på dem i din profil

## Profil
keys-single = Kortkommandon
keys-single-label = Använd enskilda tangenter som kortkommandon
keys-single-hint = Tryck på ? på valfri sida för att se dem. Stäng av dem om du dikterar eller råkar trycka på tangenter.
