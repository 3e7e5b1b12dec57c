# What is wrong with a field, and what is accepted. Shown beside the field and in the summary above the form.
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

problem-missing = Answer this question.
problem-too-long = This is { NUMBER($over) } characters too long. Use at most { NUMBER($max) }.
problem-control-character = Character { NUMBER($at) } cannot be saved: it is invisible, or a line break in a one-line field. Delete it.
problem-not-one-of = Choose one of these: { $accepted }.
problem-too-many = There are too many. Give at most { NUMBER($max) }.
problem-bad-cve = “{ $given }” is not a CVE number or an advisory id. They look like CVE-2021-44228 or GHSA-jfh8-c2jp-5v3q.
problem-not-asked = This does not apply to a report of this category. Leave it empty, or change the category.
problem-two-vectors = There are two CVSS { $version } vectors. Keep one.
problem-need-cve-or-cvss = Enter a CVE number or an advisory id, or a CVSS vector if you have neither.
problem-bad-instant = Enter a date, a time and a time zone, for example 2026-12-01, 14:00 and Europe/Stockholm.
problem-unknown-zone = “{ $given }” is not a time zone. Use one like Europe/Stockholm, or UTC.
problem-past = This time has passed. Enter a future time, or leave it empty.
problem-too-far = This is more than { NUMBER($years) } years away. Enter an earlier time.
problem-skipped-time = This time does not exist on that day: the clocks go forward to { $next }. Enter another time.
problem-unknown-offer = “{ $given }” is not one of your organisation’s offers. Choose one from the list, or type its name.
problem-bad-email = This is not an email address. Enter one like name@example.com.
problem-weak-password = This password is too easy to guess. Use several unrelated words.
problem-wrong-password = The current password is incorrect.
problem-out-of-range = Enter a whole number from { NUMBER($min) } to { NUMBER($max) }.
problem-taken = This is already taken. Choose another.
problem-malformed = This is not valid. Accepted: { $accepted }.
