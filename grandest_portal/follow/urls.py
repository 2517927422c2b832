from django.urls import path

from grandest_portal.follow import views

app_name = "follow"
urlpatterns = [
    path("", views.my_follows, name="mine"),
    path("oublier/", views.forget_hidden, name="forget_hidden"),
    path("<slug:kind>/<int:pk>/suivre/", views.follow, name="follow"),
    path("<slug:kind>/<int:pk>/ne-plus-suivre/", views.unfollow, name="unfollow"),
]
