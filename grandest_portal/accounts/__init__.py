"""People, their one organisation, and who may speak for it."""
