"""Documents that people join to a thing, known by its kind and number; the room of the thing says who may what."""
