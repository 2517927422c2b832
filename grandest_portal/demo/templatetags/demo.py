"""`{% load demo %}{% demo_accounts %}`: the open accounts, on the login page; nothing outside the demonstration."""

from django import template
from django.conf import settings

from grandest_portal.demo.accounts import ACCOUNTS

register = template.Library()


@register.inclusion_tag("demo/accounts.html")
def demo_accounts():
    accounts = [{"email": email, "label": label} for email, label in ACCOUNTS]
    return {"accounts": accounts if settings.DEMO_MODE else []}
