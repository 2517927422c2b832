"""Hours that a side offers to be booked: their rules, the slots that these make, their pages."""
