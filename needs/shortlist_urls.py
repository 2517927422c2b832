"""Addresses of the shortlists of a need."""

from django.urls import path

from needs.views import shortlists

ONE = "besoins/<int:pk>/listes-courtes/<int:number>"
urlpatterns = [
    path("besoins/<int:pk>/listes-courtes/", shortlists.shortlist_list, name="shortlists"),
    path("besoins/<int:pk>/listes-courtes/figer/", shortlists.shortlist_freeze, name="shortlist_freeze"),
    path(f"{ONE}/", shortlists.shortlist_detail, name="shortlist"),
    path(f"{ONE}/verifier/", shortlists.shortlist_verify, name="shortlist_verify"),
    path(f"{ONE}/liste-courte.pdf", shortlists.shortlist_pdf, name="shortlist_pdf"),
    path(f"{ONE}/liste-courte.xlsx", shortlists.shortlist_xlsx, name="shortlist_xlsx"),
    path(f"{ONE}/liste-courte.json", shortlists.shortlist_json, name="shortlist_json"),
]
