"""Which browser on which device, in words, from what a browser says of itself."""

from django.utils.translation import gettext as _

# The first word found wins: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
]


def name_of(user_agent):
    """« Firefox, Windows », or what is known of it."""
    known = [
        next((name for mark, name in table if mark in user_agent), None) for table in [BROWSERS, SYSTEMS]
    ]
    return ", ".join(name for name in known if name) or _("Navigateur inconnu")
