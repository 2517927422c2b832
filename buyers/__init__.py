"""The public buyers: the role of an organisation that buys, its kind and its contact points."""
