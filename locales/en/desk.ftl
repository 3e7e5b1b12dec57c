desk-title = What is due next
desk-count-open = { $count } open
# $count is the number as it is written, $number chooses the form.
desk-count-unowned = { $number ->
    [one] { $count } needs an owner
   *[other] { $count } need an owner
}
desk-count-missed = { $number ->
    [one] { $count } overdue
   *[other] { $count } overdue
}
desk-views = Views
desk-view-due = Due next
desk-view-ours = Our move
desk-view-mine = Mine
desk-view-unowned = Unowned
desk-view-theirs = Waiting on publisher
desk-view-all = All cases
desk-caption-due = Open cases, what is due next first
desk-caption-ours = Open cases that wait for the desk, what is due next first
desk-caption-mine = Your open cases, what is due next first
desk-caption-unowned = Open cases that nobody owns, what is due next first
desk-caption-theirs = Open cases that wait for their publisher, what is due next first
desk-caption-received = All cases, newest report first
desk-caption-changed = All cases, last change first
desk-number = Number
desk-case = Case
desk-publisher = Publisher
desk-severity = Severity
desk-priority = Priority
desk-category = Category
desk-stage = Stage
desk-waiting-on = Waiting on
desk-due-next = Due next
desk-owner = Owner
desk-received = Received
desk-changed = Changed
# Small words before a cell when rows are shown as cards.
desk-label-from = from
desk-label-stage = stage
desk-label-received = received
desk-label-changed = changed
desk-label-waiting = waiting on
desk-label-due = due
desk-label-owner = owner
desk-urgent = Harm now
desk-nothing-due = nothing due
desk-choose = Choose
desk-choose-all = Choose all
desk-any = any
desk-any-value = Any
desk-publisher-hint = Its key, or how its name begins.
desk-remove-filter = remove this filter
desk-without-filters = Show without filters
desk-unknown-filters = These filters are not known and were left out.
desk-my-views = My views
desk-view-name = Name for this view
desk-view-name-hint = Saves the view and its filters, for you alone.
desk-save-view = Save this view
desk-remove-view = Remove
desk-view-name-missing = Give the view a name.
desk-view-name-too-long = The name has more than { NUMBER($max) } characters.
desk-view-name-control = The name holds a character that cannot be kept, such as a line break.
desk-view-name-taken = You already have a view with this name. Choose another.
desk-view-too-many = You have { NUMBER($most) } views, which is the most. Remove one first.
desk-updated = The queue was updated
desk-has-changed = The queue has changed
desk-rows-shown = { $count ->
    [one] 1 case on this page
   *[other] { $count } cases on this page
}
desk-first-page = First page
desk-with-chosen = With the chosen cases
desk-chosen = chosen
desk-assign-to = Assign to
desk-assign-nobody = nobody
desk-me = me
desk-assign = Assign
desk-assigned = { $count ->
    [one] 1 case was assigned.
   *[other] { $count } cases were assigned.
}
desk-assign-nothing = Choose the cases that you want to assign.
desk-assign-too-many = At most { NUMBER($most) } cases can be assigned at once.
desk-assign-no-owner = Choose a person of the desk who works on cases.
desk-assignment-title = Not all cases were assigned
desk-assignment-lede = { $done ->
    [0] None of the cases was assigned. Nothing else was changed.
    [one] 1 case was assigned. The others are as they were.
   *[other] { $done } cases were assigned. The others are as they were.
}
desk-outcome = What became of it
desk-outcome-assigned = Assigned
desk-outcome-already = Was so already
desk-outcome-over = The case is over
desk-outcome-changed = Changed by somebody else
desk-outcome-not-found = No such case
desk-back-to-queue = Back to the queue
desk-empty-due = Nothing is open
desk-empty-due-text = Every case is closed. A new report shows up here by itself.
desk-empty-ours = Nothing waits for the desk
desk-empty-ours-text = Every open case is the publisher’s move.
desk-empty-mine = You own no open case
desk-empty-mine-text = Take one from the cases that nobody owns.
desk-empty-unowned = Every open case has an owner
desk-empty-unowned-text = A new report shows up here until somebody takes it.
desk-empty-theirs = No case waits for its publisher
desk-empty-theirs-text = Cases with an open question to the publisher are listed here.
desk-empty-all = There is no case yet
desk-empty-all-text = The first report shows up here by itself.
desk-empty-filtered = No case matches these filters
desk-empty-filtered-text = Remove a filter, or look at all cases.
desk-empty-page = There is nothing more
desk-empty-page-text = You are past the last case in this view.
desk-key-move = move
desk-key-open = open
desk-key-assign = assign
desk-key-search = search
desk-key-all = all keys
desk-keys = Keys
desk-help-move = Next, previous
desk-help-open = Open
desk-help-choose = Choose
desk-help-assign = Assign the chosen
desk-help-search = Search
desk-help-go = Go to: { $place }
desk-help-commands = Commands
desk-help-this = This help
desk-commands = Commands
desk-search-for = Search for “{ $text }”
desk-find-publisher = Find publisher “{ $text }”
desk-command-or-search = Command or search
desk-search-or-go = Search or go to
# Words that the page itself keeps true while it is open; $n is a number.
live-now = now
live-day = 1 day
live-days = { $n } days
live-hour = { $n } h
live-minute = { $n } min
