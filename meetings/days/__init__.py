"""Meeting days: many buyers and companies on one date, from the draft of the day to the problem of its timetable."""
