"""What awaits a person: one module per role, each a function that returns Sections for the dashboard."""
