from django.urls import path

from grandest_portal.accounts.views import description

app_name = "organisation"
urlpatterns = [
    path("modifier/", description.describe, name="describe"),
]
