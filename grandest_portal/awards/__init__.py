"""Awarded markets, as public buyers publish them: identifiers only, no organisation of the portal, no name."""
