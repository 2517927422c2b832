"""The engine that compares needs and solutions: one score per pair, the same for both sides."""
