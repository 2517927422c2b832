from django.urls import path

from grandest_portal.follow.views import searches

app_name = "searches"
urlpatterns = [
    path("", searches.my_searches, name="mine"),
    path("arreter/", searches.stop_all, name="stop_all"),
    path("alerte/<str:token>/", searches.leave, name="leave"),
    path("<int:pk>/", searches.edit, name="edit"),
    path("<int:pk>/supprimer/", searches.delete, name="delete"),
    path("<int:pk>/vue/", searches.seen, name="seen"),
    path("<slug:kind>/enregistrer/", searches.save, name="save"),
]
