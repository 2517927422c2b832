"""Pages of needs: lists, drafting, life, matches."""
