# How promises were kept.
nav-promises = Promises
promises-title = Promises kept
promises-lede = Every report is promised a personal reply. On-time rate for the last 26 weeks, by the week the reply was due.
promises-any = any
promises-show = Show
promises-of = Only { $publisher }.
promises-of-all = Show all publishers
promises-none = No reply was due in these weeks. They will appear here.
# $count promises that fell due, $missed of them missed.
promises-total = on time ({ $missed } of { $count } missed)
promises-chart = Promises kept, in percent, by week
promises-point = { $day }: { $percent }% of { $count }
promises-by-week = By week
promises-by-severity = By severity
promises-by-publisher = By publisher, most missed first
promises-week = Week of
promises-publisher = Publisher
promises-kept = Kept
promises-missed = Missed
promises-running = Not due yet
promises-percent = Kept, %
