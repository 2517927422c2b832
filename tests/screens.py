"""What pages send with a form or a decision: the mark of what they showed."""

import re

from django.contrib import admin

MARKS = re.compile(r'name="version" value="([^"]*)"')


def stamp_of(thing):
    thing.refresh_from_db()
    return admin.site.get_model_admin(type(thing)).stamp(thing)


def confirmed(thing, **data):
    """The confirmation, on the moderation desk, of who read `thing` as it stands now."""
    return {"confirm": "1", "version": stamp_of(thing), **data}


def all_confirmed(*things, **data):
    """The same for several, chosen in a list."""
    chosen = {"_selected_action": [thing.pk for thing in things]}
    return {"confirm": "1", **chosen, **{f"version_{thing.pk}": stamp_of(thing) for thing in things}, **data}


def typed_on(client, url, **data):
    """What is typed on the page of `url`, opened first, with the mark that it carries."""
    return {"version": client.get(url).context["version"], **data}


def seen_on(client, url):
    """{"version": the marks} that the form of the page carries, to be sent with the press."""
    return {"version": MARKS.search(client.get(url).text).group(1)}
