"""Addresses of the declarations of interest."""

from django.urls import path

from needs.views import interests

urlpatterns = [
    path("besoins/<int:pk>/interet/", interests.interest_declare, name="interest_declare"),
    path("besoins/<int:pk>/interets/", interests.interest_list, name="interests"),
    path("besoins/<int:pk>/interets/lus/", interests.interests_read, name="interests_read"),
    path("mes-besoins/reponses-dues/", interests.interests_due, name="interests_due"),
    path("mes-interets/", interests.my_interests, name="my_interests"),
    path("interets/<int:pk>/", interests.interest_detail, name="interest"),
    path("interets/<int:pk>/retirer/", interests.interest_withdraw, name="interest_withdraw"),
    path("interets/<int:pk>/confirmer/", interests.interest_join, name="interest_join"),
    path("interets/<int:pk>/decliner/", interests.interest_decline, name="interest_decline"),
]
