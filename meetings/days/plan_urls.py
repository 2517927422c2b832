"""The addresses of the timetables of a day, within those of `days`."""

from django.urls import path

from meetings.days import plan_public, plan_views

urlpatterns = [
    path("<int:pk>/plannings/", plan_views.plan_list, name="plans"),
    path("<int:pk>/plannings/calculer/", plan_views.ask, name="plan_ask"),
    path("<int:pk>/plannings/<int:number>/", plan_views.plan, name="plan"),
    path("<int:pk>/plannings/<int:number>/arreter/", plan_views.stop, name="plan_stop"),
    path("<int:pk>/plannings/<int:number>/deplacer/<int:pair_pk>/", plan_views.move, name="plan_move"),
    path("<int:pk>/plannings/<int:number>/comparer/", plan_views.compare, name="plan_compare"),
    path("<int:pk>/plannings/<int:number>/publier/", plan_views.publish, name="plan_publish"),
    path("<int:pk>/calcul-du-planning/", plan_public.explained, name="plan_explained"),
    path("<int:pk>/calcul-du-planning/<int:number>/", plan_public.explained, name="plan_version_explained"),
]
