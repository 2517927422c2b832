from django.urls import path

from grandest_portal.follow.views import follows

app_name = "follow"
urlpatterns = [
    path("", follows.my_follows, name="mine"),
    path("oublier/", follows.forget_hidden, name="forget_hidden"),
    path("<slug:kind>/<int:pk>/suivre/", follows.follow, name="follow"),
    path("<slug:kind>/<int:pk>/ne-plus-suivre/", follows.unfollow, name="unfollow"),
]
