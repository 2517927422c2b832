"""Addresses of what prepares a purchase: the procedure hint and the specification."""

from django.urls import path

from needs.views import procedure, specification

urlpatterns = [
    path("besoins/<int:pk>/procedure/", procedure.need_procedure, name="procedure"),
    path("outils/procedure/", procedure.procedure_tool, name="procedure_tool"),
    path("besoins/<int:pk>/cahier-des-charges/", specification.specification, name="specification"),
    path(
        "besoins/<int:pk>/cahier-des-charges.docx",
        specification.specification_docx,
        name="specification_docx",
    ),
    path(
        "besoins/<int:pk>/cahier-des-charges.pdf", specification.specification_pdf, name="specification_pdf"
    ),
]
