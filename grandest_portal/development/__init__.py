"""What `./run` does once .venv is ready: real servers without installing any, demonstration, tests, checks.

No Django application and no part of the product: nothing outside this package imports it.
"""
