from django.urls import path

from grandest_portal.reports import views

app_name = "reports"
urlpatterns = [
    path("recu/<str:token>/", views.received, name="received"),
    path("<slug:kind>/<int:pk>/", views.report, name="report"),
]
