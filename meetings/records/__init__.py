"""What remains of a meeting once it has begun: who was there, and the minutes."""
