"""Reading and sending the pages of shortlists."""

import re

from django.test import Client


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def words(response):
    """The text of a page, in plain spaces and apostrophes, without its marks."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    text = text.replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'").replace("&quot;", '"')
    return " ".join(text.split())


def hidden_of(response):
    """The hidden values of the form that freezes, as a browser sends them."""
    form = response.content.decode().split('method="post" action="/besoins/')[1]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def titles(entries):
    return [each.title for each in entries]
