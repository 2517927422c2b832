"""Addresses of the matching view, the same for both sides."""

from django.urls import path

from needs.views import judgements, matches

urlpatterns = [
    path("besoins/<int:pk>/correspondances/", matches.need_matches, name="matches"),
    path("solutions/<int:pk>/correspondances/", matches.solution_matches, name="solution_matches"),
    path("besoins/<int:need_pk>/correspondances/<int:solution_pk>/", matches.match_detail, name="match"),
    path(
        "besoins/<int:need_pk>/correspondances/<int:solution_pk>/avis/",
        judgements.match_judge,
        name="match_judge",
    ),
    path(
        "besoins/correspondances/avis/<int:pk>/retirer/",
        judgements.judgement_withdraw,
        name="judgement_withdraw",
    ),
]
