"""The pages about an organisation: its registration, which buyers and suppliers share, and its description."""
