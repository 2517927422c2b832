"""Addresses of the matching view, the same for both sides."""

from django.urls import path

from needs.views import matches

urlpatterns = [
    path("besoins/<int:pk>/correspondances/", matches.need_matches, name="matches"),
    path("solutions/<int:pk>/correspondances/", matches.solution_matches, name="solution_matches"),
    path("besoins/<int:need_pk>/correspondances/<int:solution_pk>/", matches.match_detail, name="match"),
]
