# What happened to a case, in one sentence each. $who is a name, or "You" for the reader's own doing.
event-you = You
event-desk = The desk
event-publisher = The publisher
event-system = Varsel
event-draft-started = { $who } started the report.
event-submitted = { $who } submitted the report. Its number is { $number }.
event-acknowledged = { $who } acknowledged the report.
event-category-changed = { $who } changed the category from “{ $from }” to “{ $to }”: { $reason }
event-severity-set = { $who } set the severity to { $value }: { $reason }
event-priority-set = Priority { $value }: { $reason }
event-assessed-by-two = { $proposer } proposed it.
event-assessment-proposed = { $who } proposed severity { $severity } with priority { $priority }, which a colleague must agree to: { $reason }
event-assessment-declined = { $who } declined the proposed severity and priority: { $reason }
event-scored = { $who } scored the vulnerability { $scores }.
event-scored-because = { $metric }: { $reason }
event-scored-answer = Answer to the objection: { $reason }
event-reopening-requested = { $who } asked to reopen the case: { $reason }
event-reopening-declined = { $who } declined to reopen the case: { $reason }
event-score-kept = { $who } kept the desk’s score: { $reason }
event-score-accepted = { $who } accepted the desk’s score.
event-score-contested = { $who } contested the desk’s score: { $reason }
event-score-held = Their score: { $scores }.
event-question-asked = { $who } asked question { $number }, to be answered by { $due }.
event-question-answered = { $who } answered question { $number }.
event-fact-exploited = { $status ->
    [yes] { $who } stated that it is being exploited.
    [no] { $who } stated that it is not being exploited.
   *[unknown] { $who } stated that it is not yet known whether it is being exploited.
}
event-fact-public = { $status ->
    [yes] { $who } stated that it is publicly known.
    [no] { $who } stated that it is not publicly known.
   *[unknown] { $who } stated that it is not yet known whether it is publicly known.
}
event-fact-fix-available = { $status ->
    [yes] { $who } stated that a fix is available.
    [no] { $who } stated that no fix is available.
   *[unknown] { $who } stated that it is not yet known whether a fix is available.
}
event-fact-fix-deployed = { $status ->
    [yes] { $who } stated that the fix is deployed.
    [no] { $who } stated that the fix is not deployed.
   *[unknown] { $who } stated that it is not yet known whether the fix is deployed.
}
event-fact-mitigation-available = { $status ->
    [yes] { $who } stated that a mitigation is available.
    [no] { $who } stated that no mitigation is available.
   *[unknown] { $who } stated that it is not yet known whether a mitigation is available.
}
event-promise-missed = The promise to acknowledge was missed. It was due { $due }.
event-target-missed = “{ $target }” was missed. It was due { $due }.
event-miss-explained = { $who } explained why “{ $target }” was missed: { $reason }
event-measure-decided = { $who } decided about the offer: { $sentence }
event-notice-decided = { $who } decided what to tell customers: { $sentence }
event-question-lapsed = Question { $number } expired unanswered. The desk’s deadlines have resumed.
# $regime is a law or contract, $stage what is due under it.
event-duty-applies = { $who } decided that “{ $regime }” applies.
event-duty-does-not-apply = { $who } decided that “{ $regime }” does not apply.
event-duty-unsure = { $who } is not sure whether “{ $regime }” applies.
event-aware = { $who } recorded when { $anchor }: { $instant }. { $evidence }
event-anchor-recorded = { $who } recorded for “{ $regime }” when { $anchor }: { $instant }. { $evidence }
event-anchor-because = Reason: { $reason }
event-filing-prepared = { $who } worked on the filing for “{ $regime }”.
event-stage-filed = { $who } filed “{ $stage }” under “{ $regime }” on { $instant }, reference { $reference }.
event-stage-step = { $percent }% of the time for “{ $stage }” under “{ $regime }” has passed. It is due { $due }.
event-stage-missed = “{ $stage }” under “{ $regime }” was not filed in time. It was due { $due }.
event-outcome-communicated = { $who } communicated the outcome, “{ $outcome }”: { $sentence }
event-mitigation-started = { $who } started mitigation: { $sentence }
event-closed = { $who } closed the case with the outcome “{ $outcome }”: { $sentence }
event-until = The risk is accepted until { $day }.
event-reopened = { $who } reopened the case: { $reason }
event-withdrawn = { $who } withdrew the report: { $reason }
event-linked = { $relation ->
    [duplicate] { $who } marked the case as a duplicate of { $number }.
   *[related] { $who } linked the case to { $number }, which is related.
}
event-owner-taken = { $who } took the case.
event-owner-assigned = { $who } assigned the case to { $owner }.
event-owner-none = { $who } removed the owner.
event-owner-somebody = someone at the desk
event-note-added = { $who } wrote an internal note.
event-message-shared = { $who } wrote a message.
event-mail-sent = { $recipients ->
    [one] Mailed to one person at { $to }: { $notice }.
   *[other] Mailed to { $recipients } people at { $to }: { $notice }.
}
event-mail-failed = { $recipients ->
    [one] A mail to one person at { $to } could not be delivered: { $notice }.
   *[other] A mail to { $recipients } people at { $to } could not be delivered: { $notice }.
}
event-to-desk = the desk
event-to-publisher = the publisher
event-to-own-organisation = your organisation
notice-confirmation = confirmation of the report
notice-new-report = a new report
notice-acknowledged = acknowledgement
notice-assessed = severity and priority
notice-reopening-requested = the request to reopen
notice-reopening-declined = the answer to the request to reopen
notice-scored = the desk’s score
notice-score-answered = the publisher’s answer to the score
notice-score-reviewed = the desk’s answer to the objection
notice-question = a question
notice-message = a message
notice-outcome = outcome
notice-closed = the case is closed
notice-reopened = the case is reopened
notice-withdrawn = the report is withdrawn
# Why the rules suggest a severity.
basis-cvss-score = the CVSS score says so
basis-takeover = the code, a build or the publishing account was taken over
basis-data-touched = customer data or secrets were affected
basis-publisher-says = it is what the publisher proposes, and nothing else is known
basis-with-score = the CVSS score is { $score }

# Why the rules suggest a priority.
why-by-weakness = from the vulnerability table: severity { $severity }, { $exploitation }, { $automatable }, { $reach }
why-by-incident = from the incident table: severity { $severity }, { $state }, { $data }
why-assumed = { $what } (assumed)
why-floor = { $why }; raised to { $priority }, because { $floor }
exploitation-none = no exploitation is known
exploitation-poc = exploit code is public
exploitation-active = it is being exploited
automatable-yes = attacks can be automated
automatable-no = attacks cannot be automated
reach-limited = few customers are affected
reach-wide = many customers are affected
containment-ongoing = it is ongoing
containment-contained = it is contained
containment-historic = it is over
customer-data-none = no customer data was affected
customer-data-suspected = customer data may have been affected
customer-data-confirmed = customer data was affected
floor-statutory-stage = a statutory notice is due within 24 hours
floor-malicious-artefact = a published artefact is malicious
floor-stolen-key = a publishing account or key was taken
floor-disclosure-near = it becomes public within seven days
floor-authority-request = an authority has asked about it
floor-personal-data = personal data was affected
