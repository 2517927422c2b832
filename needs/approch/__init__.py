"""Projects of purchase announced on APProch, as its open data gives them: read, checked, made into needs."""
