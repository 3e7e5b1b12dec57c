-- Old counters are found and removed without reading all of them.
create index attempt_window on attempt (window_started_at);
