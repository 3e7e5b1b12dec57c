# The page of a case, for its publisher and for the desk.

## Head
case-progress = Progress
case-copy-number = Copy the number
case-number-copied = Number copied
case-about = About this case
case-updated = The case was updated
case-owned-by = Owner: { $owner }
case-unowned = No owner yet
case-step-done = done
case-step-todo = not yet
case-step-by = by
case-step-since = since
case-step-next = next
case-step-next-again = next, again
case-step-again = again
case-step-left-out = skipped
case-step-assessing = Being assessed
case-step-who = by { $who }

## Next step
case-move-yours = Your move
case-move-desk = The desk’s move
case-move-of = { $publisher }: their move
case-next-by = by { $when }
case-next-submit = Submit the report
case-next-acknowledge = A person at the desk acknowledges your report
case-next-assess = The desk decides severity and priority
case-next-update = The desk gives you an update
case-next-file = { $stage } due
case-next-file-text = { $regime }. Prepare it, file it with the recipient, and record the reference.
case-next-nothing-asked = You do not need to do anything. You can add to the case at any time.
case-next-answer = { $questions ->
    [one] Answer the desk’s question
   *[other] Answer the desk’s { $questions } questions
}
case-next-answer-text = We continue when you have answered.
case-seen-acknowledge = A person at the desk acknowledges the report
case-seen-update = The desk gives { $publisher } an update
case-desk-acknowledge = Acknowledge the report in person
case-desk-acknowledge-sooner = This is the desk’s own target, earlier than the promise to the publisher.
case-desk-acknowledge-text = The publisher was promised a personal reply by then.
case-desk-assess = Decide severity and priority
case-desk-assess-text = The publisher sees both, with your reasons.
case-desk-update = Give { $publisher } an update
case-desk-update-text = Anything they can read counts: a message, a question, an outcome.
case-desk-decide-measure = Decide what happens to the offer
case-desk-decide-measure-text = Start mitigation, or record under “Deadlines” what was decided and why.
case-desk-decide-notice = Decide what to tell customers
case-desk-decide-notice-text = Record under “Deadlines” what was decided and why.
case-desk-mitigate = A mitigation is due
case-desk-mitigate-text = Add the fact “Mitigation available” as soon as there is one.
case-desk-fix = A fix is due
case-desk-fix-text = Add the fact “Fix available” as soon as it is released.
case-desk-decide-duties = Decide which laws apply to the marketplace
case-desk-decide-duties-text = Open “Laws and contracts” and decide for each whether it applies, and why.
case-desk-file = A filing is due
case-desk-file-text = Open “Laws and contracts”, prepare it, file it with the authority, and record the reference.
case-desk-answer = { $questions ->
    [one] { $publisher } answers your question
   *[other] { $publisher } answers your { $questions } questions
}
case-desk-answer-text = The desk does not need to do anything until then.
case-over-label = Nothing to do
case-over-label-publisher = Nothing for you to do
case-over-closed = Closed: { $outcome }
case-over-withdrawn = The report was withdrawn

## Timeline
case-conversation = Conversation
case-entries = { $count ->
    [one] 1 entry
   *[other] { $count } entries, newest last
}
case-no-entries = Nothing has happened yet.
case-earlier = Earlier entries
case-newest = To the newest entries
case-live-new = The case has changed
case-live-why = The page is up to date. We left the forms alone so you do not lose what you are writing.
case-pill-report = report
case-pill-answer = answer to question { $number }
case-pill-question = question { $number }
case-pill-desk-only = desk only
case-pill-shared-publisher = you and the desk
case-pill-shared-desk = { $publisher } and the desk
case-question-due = Answer by
case-question-answered = Answered
case-question-lapsed = No longer open
case-answer = Answer

## Writing
case-read-by = Read by:
case-reasons-read-by = Your reasons are read by:
case-readers-publisher = your organisation and the desk
case-readers-desk = { $people ->
    [one] { $publisher } (1 person) and the desk
   *[other] { $publisher } ({ $people } people) and the desk
}
case-readers-note = the desk only.
case-note-never = The publisher never sees it.
case-write = Write
case-write-what = What do you want to write?
case-write-to = Write to { $publisher }
case-write-to-desk = Write to the desk
case-send-to = Send to { $publisher }
case-tab-reply = Reply
case-tab-note = Internal note
case-tab-question = Question with a deadline
case-note-placeholder = Note for the desk
case-note-keep = Save note
case-question-placeholder = What do you need to know?
case-question-answer-by = Answer by
case-question-day = Answer by, date
case-question-time = Time, { $city }
case-question-ask = Ask
case-answer-to = Your answer to question { $number }
case-answer-due = Due { $when }
case-answer-send = Send answer
case-reads-only = Your role lets you read this case, but not write in it. An owner of your organisation can change your role.
case-reads-only-desk = Your role lets you read this case, but not change it.
case-over-write = This case has ended, so nothing more can be added. The desk can reopen it.

## Facts
case-facts = Facts
case-fact-offers = Offers
case-fact-versions = versions { $versions }
case-fact-fixed-in = fixed in { $version }
case-fact-reported = in the report
case-fact-you = you
case-fact-proof = Exploit code exists
case-fact-component = Upstream component
case-fact-incident = Incident
case-fact-reference = Your own reference
case-fact-their-reference = Publisher’s reference
case-fact-embargo = Not public before
case-fact-noticed = How it was noticed
case-assert = Add a fact
case-assert-what = Fact
case-assert-status = Status
case-assert-note = In your words (optional)
case-assert-button = Save
case-choose = Choose
case-reason = Reason

## Promises
case-promises = Promises
case-promise-acknowledge = Acknowledge { $within }
case-promise-assess = Severity and priority
case-promise-update = Next update
case-promise-kept = kept, took { $span }
case-promise-moot = the case ended first

## Links
case-links = Linked cases
case-link-to = Link to another case
case-link-relation = This case is
case-link-number = Number of the other case
case-link-button = Link

## What else
case-more = More actions
case-category-to = Change the category to
case-category-button = Change category
case-withdraw = Withdraw the report
case-withdraw-hint = Withdraw it only if it was sent by mistake. The history is kept.
case-withdraw-title = Withdraw the report
case-withdraw-what = The desk stops working on it, and open questions are closed.
case-withdraw-history = Nothing is deleted. You and the desk can still read the report and its history.
case-withdraw-reopen = Only the desk can reopen it.
case-withdraw-reason = Why are you withdrawing it?
case-withdraw-button = Withdraw the report
case-withdraw-over = This case has already ended. There is nothing to withdraw.

## The report
case-report = The report as submitted
case-report-description = Description
case-report-default = In the default configuration
case-report-finder = Who found it
case-report-began = Began
case-report-noticed = Noticed
case-report-confirmed = Confirmed
case-report-touched = What was affected
case-report-customers = Customers affected
case-report-regions = Regions
case-report-tokens = Tokens to revoke
case-report-told = Who has been notified
case-report-evidence = Evidence kept
case-report-contact = 24-hour contact
case-report-resolution = Resolution or mitigation
case-report-no-resolution = None yet
case-report-available = When a fix will be available
case-report-message = Message to customers
case-report-message-help = Please help us write one
case-report-message-none = None for now
case-report-severity = Publisher’s proposed severity

## Decisions of the desk
case-acknowledge = Acknowledge
case-acknowledge-hint = The publisher will see your name.
case-acknowledge-message = Your message
case-acknowledge-default = I have received your report and am handling it. I am reading it now and will get back to you with a severity and a priority, or with questions.
case-acknowledge-button = Acknowledge the report
case-triage = Triage
case-triage-again = Change severity or priority
case-severity = Severity
case-priority = Priority
case-severity-reason = Reason for the severity
case-priority-reason = Reason for the priority
case-publisher-says = publisher says { $severity }
case-suggested = Suggested:
case-triage-button = Record decision
case-decisions = Decisions
case-outcome = Outcome
case-original = Duplicate of
case-original-hint = Only for the outcome “Duplicate”: the number of the original case. We link the two.
case-until = Risk accepted until
case-until-hint = Only for the outcome “Risk accepted”.
case-until-zone = Day in { $city }.
case-outcome-sentence = In a sentence or two
case-communicate = Communicate the outcome
case-communicate-button = Notify the publisher
case-mitigate = Start mitigation
case-mitigate-sentence = What is being done now, for the offer and its customers?
case-mitigate-button = Start mitigation
case-close = Close the case
case-close-filings = { $count ->
    [one] { $count } filing is still due by law or contract. Reminders continue by mail.
   *[other] { $count } filings are still due by law or contract. Reminders continue by mail.
}
case-close-at-once = Close it with a reasoned decision
case-close-at-once-hint = For a duplicate, or something that is not a security event. The publisher gets your text; it counts as the acknowledgement.
case-close-unrated = Without severity and priority only these outcomes are possible.
case-close-button = Close the case
case-reopen = Reopen the case
case-reopen-button = Reopen the case
case-why-acknowledge = Available once a person has acknowledged the report.
case-why-assess = Available once severity and priority are decided.

## Beside the case
case-owner = Owner
case-assign = Assign
case-people = Contacts at { $publisher }
case-people-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
case-people-none = Nobody at the publisher has an account.
case-customers = Customers
case-customers-hold = { $count ->
    [one] customer uses { $offer }
   *[other] customers use { $offer }
}
case-customers-critical = { $count ->
    [one] 1 is critical
   *[other] { $count } are critical
}
case-similar = Similar cases
case-similar-none = No other case shares its CVE, component or words.
case-similar-cve = same { $cve }
case-similar-component = same component: { $component }
case-similar-words = similar words

## When something is wrong
case-error = Error:
case-problem-empty = Write something here.
case-problem-severity = Choose a severity.
case-problem-priority = Choose a priority.
case-problem-outcome = Choose an outcome.
case-problem-severity-reason = Give a reason for the severity.
case-problem-priority-reason = Give a reason for the priority.
case-problem-sentence = Write a sentence or two.
case-problem-reason = Give a reason.
case-problem-fact = Choose a fact.
case-problem-status = Choose a status.
case-problem-category = Choose a category.
case-problem-relation = Choose how the two cases are related.
case-problem-choose = Choose one.
case-problem-date = Enter a date and a time, such as 2026-11-24 and 17:00.
case-problem-number = That is not a confirmation number. One looks like SE-7KQ4-M2XD. Check for a mistyped character.
case-problem-no-such-case = There is no case with this number.
case-problem-too-long = This is { $actual } characters. Shorten it to at most { $max }.
case-problem-character = Character { $at } is invisible and cannot be saved. Delete it.
case-problem-other = This is not valid.
done-next = Next: { $what }.
done-acknowledged = Acknowledged.
done-category-changed = Category changed.
done-assessed = Severity and priority saved.
done-assessment-proposed = Proposed. A colleague has to agree.
done-assessment-declined = Proposal declined.
done-scored = Score saved.
done-score-kept = Score kept.
done-score-accepted = Score accepted.
done-score-contested = Objection sent.
done-question-asked = Question sent.
done-question-answered = Answer sent.
done-fact-asserted = Fact added.
done-outcome-communicated = Outcome sent.
done-mitigation-started = Mitigation started.
done-closed = Case closed.
done-reopened = Case reopened.
done-withdrawn = Report withdrawn.
done-linked = Case linked.
done-owner-assigned = Owner changed.
done-owner-removed = Owner removed.
done-note-added = Note saved.
done-message-shared = Message sent.
done-miss-explained = Reason saved.
done-target-decided = Decision saved.
case-both-reason = It is being exploited.
case-next-reopening = The desk decides whether to reopen the case
case-desk-reopening = { $publisher } asks to reopen the case
case-ask-reopen = Ask to reopen
case-ask-reopen-until = You can ask until { $when }.
case-ask-reopen-reason = Why should we reopen it?
case-reopen-asked = You have asked us to reopen this case.
case-reopen-decline = Decline
case-report-again = This case can no longer be reopened at your request.
case-report-again-link = Report again
done-reopening-requested = Request sent.
done-reopening-declined = Request declined.
case-arrived = This arrived while you were writing:
case-conflict = The case changed before you sent this
case-conflict-nothing-lost = Nothing was overwritten, and nothing you typed is lost.
case-conflict-theirs = What happened in the meantime
case-conflict-yours = What you wrote
case-conflict-as-below = The case is now as shown below.
case-conflict-kept = Your text is also in the form below, if it can still be sent.
case-conflict-no-words = Your choices are still in the form below, if it can still be sent.
case-conflict-leave = Keep the case as it is
case-print-shared = Print without notes
case-shared = Notes are left out
case-shared-text = You see the case as { $publisher } does: no notes, and nothing that only the desk reads.
case-shared-back = Show everything
