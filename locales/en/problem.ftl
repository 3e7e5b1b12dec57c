# What is wrong with a field, and what is accepted. Stands beside the field and in the summary above the form.
field-error = Error:
field-at-most = At most { NUMBER($max) } characters
field-left = { $n } characters left
field-left-one = 1 character left
field-over = { $n } characters too many
field-over-one = 1 character too many
problems-title = { $count ->
    [one] There is a problem with 1 answer
   *[other] There is a problem with { $count } answers
}
problems-kept = Nothing you typed was lost.

problem-missing = An answer is needed here.
problem-too-long = This is { NUMBER($over) } characters too long. At most { NUMBER($max) } are accepted.
problem-control-character = Character { NUMBER($at) } cannot be kept: it is not seen, or it is a line break where one line is meant. Delete it.
problem-not-one-of = Choose one of these: { $accepted }.
problem-too-many = There are too many. At most { NUMBER($max) } are accepted.
problem-bad-cve = “{ $given }” is not a CVE number or an advisory id. They look like CVE-2021-44228 or GHSA-jfh8-c2jp-5v3q.
problem-not-asked = Not asked for in a report of this category. Leave it empty, or change the category.
problem-two-vectors = There are two vectors of CVSS { $version }. Keep one.
problem-need-cve-or-cvss = Give a CVE number or an advisory id, or a CVSS vector if there is neither yet.
problem-bad-instant = Give a date, an hour and a time zone, for example 2026-12-01, 14:00 and Europe/Stockholm.
problem-unknown-zone = “{ $given }” is not a time zone. One looks like Europe/Stockholm; UTC is accepted too.
problem-past = This time has passed already. Give one that is still to come, or leave it empty.
problem-too-far = This is more than { NUMBER($years) } years away. Give an earlier time.
problem-skipped-time = There is no such time on that day: the clocks go forward to { $next }. Give another time.
problem-unknown-offer = “{ $given }” is not one of your organisation’s offers. Choose one from the list, or type its name.
problem-bad-email = This is not an email address. One looks like name@example.com.
problem-weak-password = This password is too easy to guess. Use several words that do not belong together.
problem-wrong-password = The current password is not right.
problem-out-of-range = Give a whole number from { NUMBER($min) } to { NUMBER($max) }.
problem-taken = This is taken already. Choose another.
problem-malformed = This cannot be read. What is accepted: { $accepted }.
