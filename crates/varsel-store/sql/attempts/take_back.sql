-- A try that was a success is not held against the network it came from.
update attempt set failures = failures - 1 where key = $1 and failures > 0
