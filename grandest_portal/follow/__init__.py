"""What a person follows: needs, solutions, known by their kind and number. Nobody else reads who follows what."""
