"""Asking for the pages of meetings, and reading them."""

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

TYPED = {
    "date_1": "2027-02-15",
    "time_1": "09:00",
    "date_4": "2027-02-16",
    "time_4": "15:30",
    "length": "45",
    "place_kind": "on_site",
    "place": "Salle du conseil",
    "message": "Bonjour à tous",
}


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, *args, **query):
    return reverse(f"meetings:{name}", args=args, query=query or None)


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'")


def said(response):
    return [
        str(message).replace("\N{NO-BREAK SPACE}", " ") for message in get_messages(response.wsgi_request)
    ]
