"""Tasks of the needs room; ids only."""

from celery import shared_task
from django.utils import timezone

from needs.matching import telling


@shared_task(name="needs.match_need")
def match_need(pk):
    telling.match_need(pk, timezone.now())


@shared_task(name="needs.match_solution")
def match_solution(pk):
    telling.match_solution(pk, timezone.now())
