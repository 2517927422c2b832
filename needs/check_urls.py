"""The addresses of the drafting assistant."""

from django.urls import path

from needs.views import checks

urlpatterns = [
    path(
        "besoins/<int:pk>/verifications/<slug:code>/<slug:digest>/justifier/",
        checks.justify,
        name="justify",
    ),
    path("besoins/<int:pk>/remarques/<slug:step>/", checks.step_findings, name="step_findings"),
    path("besoins/<int:pk>/preparer-la-consultation/", checks.prepare, name="prepare_consultation"),
]
