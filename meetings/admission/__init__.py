"""Who comes first where places are fewer than companies: by a published criterion or the draw, then down the list."""
