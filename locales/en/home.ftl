# The start page of an organisation.
home-title = Your cases
home-count = { $count ->
    [0] no cases yet
    [one] 1 case
   *[other] { NUMBER($count) } cases
}
home-moves = What needs you
home-file = { $stage } due
home-open-filing = Open filing
home-your-move = Your move
home-asked = The desk has asked you something and waits for your answer.
home-asked-reader = The desk waits for an answer from your organisation.
home-by = by { $time }
home-answer = Answer
home-open-case = Open the case
home-list = Cases
home-list-order = last change first
home-filter = Which cases
home-all = All
home-open = Open
home-changed = changed { $time }
home-duty-acknowledge = the desk acknowledges
home-duty-assess = the desk decides severity and priority
home-duty-answer = your answer
home-duty-update = the desk gives you an update
home-duty-file = { $stage }, { $regime }
home-waits-for-you = Your move
home-newest = To the newest
home-older = Older
home-empty = Nothing has been reported yet
home-empty-text = When something happens in one of your offers, or could, report it here. It takes about five minutes, and you see at any time where it stands.
home-empty-reader = Nothing has been reported by your organisation yet. What your colleagues report appears here.
home-none = No such cases
home-none-text = None of your cases is in this state.
home-show-all = Show all cases
home-drafts = Drafts
home-drafts-hint = { $count ->
    [one] 1 draft, not sent. Only your organisation sees it.
   *[other] { NUMBER($count) } drafts, not sent. Only your organisation sees them.
}
home-draft = Draft
home-draft-saved = saved { $time }
home-draft-by = started by { $name }
