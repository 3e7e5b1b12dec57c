### Shortcuts. A key is one character, without Shift where possible, and stands for the word beside it.

## Keys
key-cases = c
key-organisation = o
key-queue = q
key-rules = r
key-promises = k
key-calendar = d
key-catalogue = c
key-people = p
key-jobs = j
key-assign = a
key-reply = r
key-note = n
key-question = q
key-message = m
key-acknowledge = k
key-assess = t
key-report = e
key-back = u
key-new = n

## Help
keys-in-list = In the queue
keys-on-case = On a case
keys-everywhere = Everywhere
keys-reply = Reply
keys-note = Write an internal note
keys-question = Ask a question
keys-assign = Assign the case
keys-acknowledge = Acknowledge the report
keys-assess = Assess
keys-report = Show the report
keys-back = Back to the queue
keys-answer = Answer the question
keys-message = Write to the desk
keys-new = Report a security event, from your cases
keys-change = Switch single keys off in your profile
keys-off = Single keys are switched off.
keys-switch-on = Switch them on in your profile

## Profile
keys-single = Shortcuts
keys-single-label = Use single keys as shortcuts
keys-single-hint = Press ? on any page to see them. Switch them off if you use speech input or press keys by mistake.
