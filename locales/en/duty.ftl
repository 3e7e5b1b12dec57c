# Laws and contracts: what starts a clock, after the word “when”.
anchor-assessed-notifiable = it was assessed as notifiable
anchor-awareness = the organisation became aware
anchor-classified = it was classified as major
anchor-concluded-significant = it was concluded to be significant
anchor-confirmed = it was confirmed
anchor-declared = the breach was declared
anchor-detected = it was detected
anchor-detected-incident = it was detected and evaluated as a cyber security incident
anchor-determined = it was determined that it occurred
anchor-discovery = it was discovered
anchor-granted = the authority granted more time
anchor-handled = the incident was handled
anchor-impact-ended = the impact ended
anchor-made-public = it was made public at home or on the exchange
anchor-materiality-determined = it was determined to be material
anchor-measure-available = a corrective or mitigating measure became available
anchor-missing-facts-known = the missing facts became known
anchor-new-information = new information arrived
anchor-noticed = it was noticed
anchor-notified = the organisation was notified of it
anchor-occurred = the incident occurred
anchor-paid = the ransom was paid
anchor-reasonable-belief = it was reasonably believed to have occurred
anchor-recovered = normal operations recovered
anchor-requested = the authority asked for it
anchor-resolved = the incident was resolved
anchor-suspended = it was suspended
anchor-suspicion = it was suspected
anchor-update-needed = an update became necessary
anchor-will-be-missed = it was clear that a time limit would be missed
anchor-year-ended = the calendar year ended

filing-embargo = Not to be made public before { $when }

duties-title = Laws and contracts
duties-heading = What you may have to report, to whom, by when
duties-lede = This is guidance, not legal advice: you decide what applies.
duties-own-desk = What the marketplace must report
duties-own-publisher = What your organisation must report
duties-theirs = What { $publisher } may have to report
duties-theirs-text = These are the publisher’s own duties, shown so that you can help. Only the publisher can record anything here.
duties-suggested = May apply
duties-suggested-nothing = No suggestions for this case.
duties-suggested-none = Nothing else looks relevant to this case.
duties-other = Another law or contract
duties-choose = Which?
duties-applies = It applies
duties-does-not-apply = It does not apply
duties-judge = Does it apply to you?
duties-judge-change = Change whether it applies
duties-judge-button = Save
duties-reason = Why?
duties-not = Does not apply
duties-because = Reason: { $reason }
duties-problem-reason = Say why it does not apply.
duties-problem-applies = Say whether it applies.
duties-problem-evidence = Say how you know the time.
duties-problem-incomplete = Confirm that it was filed anyway, or fill in what is missing and save it first.
duties-problem-reference = Enter the recipient’s reference, or how the filing can be found.
duties-stage = What is due
duties-due = Due
duties-recipient = Recipient
duties-waits = Counted from when { $anchor }. Not recorded yet.
duties-waits-filing = Starts when “{ $stage }” is filed
duties-undelayed = Without undue delay: there is no fixed time limit
duties-filed = Filed { $when }, reference { $reference }
duties-filed-before = That is before the deadline started to run, { $when }. Check which of the two is wrong, and record it again.
duties-latest = The latest lawful time is { $when }, because the strict deadline falls on a day off.
duties-outer = If the hour in which it started does not count, the deadline is { $when }.
duties-prepare = Prepare
duties-see = View filing
duties-source = Source
duties-reviewed = checked { $day }
duties-sure = confirmed against the legal text
duties-less-sure = based on several consistent secondary sources; check before you rely on it
duties-anchor = When { $anchor }
duties-anchor-record = Record the time
duties-anchor-correct = Correct the time
duties-anchor-date = Date
duties-anchor-time = Time, { $city }
duties-anchor-evidence = How do you know?
duties-anchor-reason = Reason for the correction, or for a time in the future
duties-anchor-noted = recorded { $when }
duties-anchor-before = Earlier record: { $value }
duties-fields = Form fields
duties-fields-none = We have no list of fields for this stage. Write what the recipient asks for, and record the filing below.
duties-fields-hint = Filled in from the case. Your changes carry over to later stages.
duties-fields-save = Save
duties-complete = All required fields are filled in.
duties-incomplete = Still missing or too long:
duties-need-obligatory = required
duties-need-carried = from the previous stage
duties-need-available = if known
duties-need-optional = optional
duties-theirs-meanwhile = A colleague saved this in the meantime: “{ $text }”. Saving replaces it with yours.
duties-source-typed = typed here
duties-source-case = from the case
duties-source-missing = missing
duties-count = { $length } of { $limit } characters
duties-copy = Copy
duties-export-text = Save as text
duties-export-json = Save as JSON
duties-file = Record the filing
duties-file-hint = File it with the recipient first. Then record the time and the reference you were given.
duties-file-date = Filed on
duties-file-time = Time, { $city }
duties-file-reference = Reference
duties-file-proof = Proof of filing (optional)
duties-file-incomplete = It was filed although these are missing or too long here
duties-file-button = Record the filing
duties-file-again = Recording it again corrects the record, and the newest counts. Put anything else you send them in the conversation or a note.
duties-off = Marked as not applying
duties-off-text = What was filed stays on record. To continue, change the decision under “Laws and contracts”.
duties-filings = Recorded filings
duties-link = Laws and contracts
duties-publishers = { $publisher } says it has to file this itself. This does not raise the priority.
duties-link-text = What you may have to report by law or contract, and by when
duties-not-yet = Nothing is due, because this does not apply before { $day }.
duties-no-longer = Nothing is due, because this applied only until { $day }.
duties-not-in-force = Nothing is due, because this is not in force.
duties-voluntary = Nothing is due, because this is voluntary.
duties-unclear = The text gives no clear date here, because the deadline would start to run before you became aware. Counted from when you became aware, it is { $when }.
duties-no-place = We cannot count working days, because we do not know the place. Set the country of the side that files.
duties-place-unknown = We do not know where this is filed, so public holidays were not considered. Set the country of the side that files.
duties-no-holidays = We cannot give a date, because public holidays after { $day } are not known yet.
duties-past-holidays = Public holidays after { $day } are not known yet, so only weekends were considered there.
duties-relief-dora = The later time does not apply to credit institutions, central counterparties, trading venues, or essential and important entities under NIS2.
duties-not-reviewed = not checked against the legal text
duties-draft = an unchecked draft, switched off
duties-anchor-year = Which calendar year?
duties-year-ended = the end of { $year }
duties-problem-year = Give the calendar year as four digits, such as 2026.
duties-every = all laws
duties-within-hours = { $count } h { $stage }
duties-within-days = { $count ->
    [one] 1 day { $stage }
   *[other] { $count } days { $stage }
}
duties-within-months = { $count ->
    [one] 1 month { $stage }
   *[other] { $count } months { $stage }
}
duties-within-business-days = { $count ->
    [one] 1 business day { $stage }
   *[other] { $count } business days { $stage }
}
duties-within-no-delay = { $stage } without undue delay
duties-more-stages = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
duties-aware = When did you become aware?
duties-aware-lede = One answer for all laws. “Aware” means reasonably certain that it happened.
duties-aware-from-report = Not recorded yet. Until then we count from when you reported.
duties-aware-recorded = Recorded: { $evidence }
duties-aware-how = How do you know? (optional)
duties-aware-default = Entered on the page about laws and contracts.
duties-aware-save = Save
duties-if-aware = if it applies and you became aware then: by { $when }
duties-if-reported = if it applies and you became aware when you reported: by { $when }
duties-yes = Applies
duties-no = Does not apply
duties-unsure = Not sure
duties-details = Deadlines, sources and times
duties-because-no = Why does it not apply?
duties-more = { $count } more, by country and sector
duties-move-text = { $needed ->
    [0] Everything the form needs is filled in.
    [one] 1 answer is still needed; { $filled } are filled in from the case.
   *[other] { $needed } answers are still needed; { $filled } are filled in from the case.
}
