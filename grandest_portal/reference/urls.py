from django.urls import path

from grandest_portal.reference import views

app_name = "reference"
urlpatterns = [
    path("cpv/", views.cpv_search, name="cpv_search"),
    path("mots-cles/", views.keywords, name="keywords"),
]
