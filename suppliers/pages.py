"""Addresses of this room that several floors name."""

from django.urls import reverse


def page_of_own_solutions():
    return reverse("suppliers:mine")
