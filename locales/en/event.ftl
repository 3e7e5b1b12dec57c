# What happened to a case, in one sentence each. $who is a name, or "You" for the reader's own doing.
event-you = You
event-desk = The desk
event-publisher = The publisher
event-system = Varsel
event-draft-started = { $who } started the request.
event-submitted = { $who } submitted the request. Its number is { $number }.
event-acknowledged = { $who } acknowledged the report.
event-category-changed = { $who } changed the category from “{ $from }” to “{ $to }”: { $reason }
event-severity-set = { $who } set the severity to { $value }: { $reason }
event-priority-set = Priority { $value }: { $reason }
event-assessed-by-two = { $proposer } proposed it.
event-assessment-proposed = { $who } proposed the severity { $severity } with priority { $priority }, to which a colleague has to agree: { $reason }
event-assessment-declined = { $who } did not agree to the proposed severity and priority: { $reason }
event-scored = { $who } scored the vulnerability { $scores }.
event-scored-because = { $metric }: { $reason }
event-score-accepted = { $who } accepted the desk’s score.
event-score-contested = { $who } contested the desk’s score: { $reason }
event-score-held = It would be { $scores }.
event-question-asked = { $who } asked question { $number }, to be answered by { $due }.
event-question-answered = { $who } answered question { $number }.
event-fact-exploited = { $status ->
    [yes] { $who } stated that it is being exploited.
    [no] { $who } stated that it is not being exploited.
   *[unknown] { $who } stated that nobody knows yet whether it is being exploited.
}
event-fact-public = { $status ->
    [yes] { $who } stated that it is publicly known.
    [no] { $who } stated that it is not publicly known.
   *[unknown] { $who } stated that nobody knows yet whether it is publicly known.
}
event-fact-fix-available = { $status ->
    [yes] { $who } stated that a fix is available.
    [no] { $who } stated that no fix is available.
   *[unknown] { $who } stated that nobody knows yet whether a fix is available.
}
event-fact-fix-deployed = { $status ->
    [yes] { $who } stated that the fix is deployed.
    [no] { $who } stated that the fix is not deployed.
   *[unknown] { $who } stated that nobody knows yet whether the fix is deployed.
}
event-fact-mitigation-available = { $status ->
    [yes] { $who } stated that a mitigation is available.
    [no] { $who } stated that no mitigation is available.
   *[unknown] { $who } stated that nobody knows yet whether a mitigation is available.
}
event-promise-missed = The promise to acknowledge was missed: it was due { $due }.
event-target-missed = “{ $target }” was missed: it was due { $due }.
event-miss-explained = { $who } gave a reason why “{ $target }” was missed: { $reason }
event-measure-decided = { $who } decided about the offer: { $sentence }
event-notice-decided = { $who } decided what customers are told: { $sentence }
event-question-lapsed = The time to answer question { $number } is over. The desk’s clocks run on.
# $regime is a law or contract, $stage what is due under it.
event-duty-applies = { $who } decided that “{ $regime }” applies: { $reason }
event-duty-does-not-apply = { $who } decided that “{ $regime }” does not apply: { $reason }
event-anchor-recorded = { $who } recorded for “{ $regime }”, { $anchor }: { $instant }. { $evidence }
event-anchor-because = Why: { $reason }
event-filing-prepared = { $who } worked on the filing for “{ $regime }”.
event-stage-filed = { $who } filed “{ $stage }” under “{ $regime }” on { $instant }, reference { $reference }.
event-stage-step = { $percent } % of the time for “{ $stage }” under “{ $regime }” is over; it is due { $due }.
event-stage-missed = “{ $stage }” under “{ $regime }” was not filed in time: it was due { $due }.
event-outcome-communicated = { $who } communicated the outcome, “{ $outcome }”: { $sentence }
event-mitigation-started = { $who } started the mitigation: { $sentence }
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
event-owner-none = { $who } left the case without an owner.
event-owner-somebody = somebody at the desk
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
notice-scored = the desk’s score
notice-score-answered = the publisher’s answer to the score
notice-question = a question
notice-message = a message
notice-outcome = outcome
notice-closed = the case is closed
notice-reopened = the case is reopened
notice-withdrawn = the report is withdrawn
# Why the rules suggest a severity.
basis-cvss-score = the CVSS score says so
basis-takeover = the code, a build or the publishing account was taken over
basis-data-touched = data or secrets of customers were touched
basis-publisher-says = it is what the publisher proposes, and nothing else is known
basis-with-score = the CVSS score is { $score }

# Why the rules suggest a priority.
why-by-weakness = by the table of vulnerabilities: severity { $severity }, { $exploitation }, { $automatable }, { $reach }
why-by-incident = by the table of incidents: severity { $severity }, { $state }, { $data }
why-assumed = { $what } (assumed, nobody has said)
why-floor = { $why }; raised to { $priority }, since { $floor }
exploitation-none = no exploitation is known
exploitation-poc = exploit code is public
exploitation-active = it is being exploited
automatable-yes = attacks can be automated
automatable-no = attacks cannot be automated
reach-limited = few customers are reached
reach-wide = many customers are reached
containment-ongoing = it is going on
containment-contained = it is stopped
containment-historic = it is over
customer-data-none = no customer data was touched
customer-data-suspected = customer data may have been touched
customer-data-confirmed = customer data was touched
floor-statutory-stage = a statutory notice is due within 24 hours
floor-malicious-artefact = a published artefact is malicious
floor-stolen-key = a publishing account or key was taken
floor-disclosure-near = it becomes public within seven days
floor-authority-request = an authority asks
floor-personal-data = personal data was touched
