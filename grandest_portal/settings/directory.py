"""The public directory of companies: the one address that is asked about a SIRET; empty, nobody is asked."""

from grandest_portal.settings import environment

DIRECTORY_URL = environment.service_address("DIRECTORY_URL", environment.text("DIRECTORY_URL", " ").strip())
