from django.urls import path

from grandest_portal.attachments import views

app_name = "attachments"
urlpatterns = [path("<int:pk>/", views.download, name="download")]
