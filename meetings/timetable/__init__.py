"""The timetable of a meeting day: who meets whom, when, at which table. Plain data, no rows (`docs/timetable.md`)."""
