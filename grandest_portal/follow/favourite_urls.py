from django.urls import path

from grandest_portal.follow.views import favourites

app_name = "favourites"
urlpatterns = [
    path("", favourites.my_favourites, name="mine"),
    path("oublier/", favourites.forget_hidden, name="forget_hidden"),
    path("listes/nouvelle/", favourites.list_create, name="list_create"),
    path("listes/<int:pk>/", favourites.list_rename, name="list_rename"),
    path("listes/<int:pk>/supprimer/", favourites.list_delete, name="list_delete"),
    path("<int:pk>/", favourites.edit, name="edit"),
    path("<int:pk>/retirer/", favourites.remove, name="remove"),
    path("<slug:kind>/<int:pk>/ajouter/", favourites.add, name="add"),
]
