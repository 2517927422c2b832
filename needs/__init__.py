"""The needs of public buyers: drafted, published, matched, followed to their outcome."""
