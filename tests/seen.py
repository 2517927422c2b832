"""What a person has on screen when they press: the marks of the text that their page carries."""

import re

MARKS = re.compile(r'name="version" value="([^"]*)"')


def seen_on(client, url):
    """{"version": the marks} of the page, to be sent with the press."""
    return {"version": MARKS.search(client.get(url).text).group(1)}
