"""Pages of the companies: registration and profile, preparing a solution, the public census."""
