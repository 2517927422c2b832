"""Pages of what one follows, of an organisation's favourites, and of the searches that one saved."""
