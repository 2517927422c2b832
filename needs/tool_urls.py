"""Addresses of what prepares a purchase: the procedure hint and the specification."""

from django.urls import path

from needs.views import procedure

urlpatterns = [
    path("besoins/<int:pk>/procedure/", procedure.need_procedure, name="procedure"),
    path("outils/procedure/", procedure.procedure_tool, name="procedure_tool"),
]
