"""Addresses of the partners' suggestions: a pair is chosen from either side, then read under one address."""

from django.urls import path

from needs.views import suggestions

urlpatterns = [
    path("suggestions/", suggestions.suggestion_list, name="suggestions"),
    path("suggestions/<int:pk>/", suggestions.suggestion_detail, name="suggestion"),
    path("suggestions/<int:pk>/retirer/", suggestions.suggestion_withdraw, name="suggestion_withdraw"),
    path("besoins/<int:pk>/suggerer/", suggestions.choose_solution, name="suggest_solution"),
    path("solutions/<int:pk>/suggerer/", suggestions.choose_need, name="suggest_need"),
    path(
        "besoins/<int:need_pk>/suggerer/<int:solution_pk>/",
        suggestions.suggest_to_buyer,
        name="suggest_to_buyer",
    ),
    path(
        "solutions/<int:solution_pk>/suggerer/<int:need_pk>/",
        suggestions.suggest_to_company,
        name="suggest_to_company",
    ),
]
