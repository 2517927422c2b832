"""Settings: one module per environment (production, demo, test), one file per integration.

Nothing here is imported by the applications; they read `django.conf.settings`.
"""
