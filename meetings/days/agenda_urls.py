"""Addresses of agendas, of what is printed and of messages; included by `meetings.days.urls`."""

from django.urls import path

from meetings.days import agenda_views

urlpatterns = [
    path("<int:pk>/agenda/", agenda_views.agenda, name="agenda"),
    path("<int:pk>/agenda/agenda.ics", agenda_views.agenda_ics, name="agenda_ics"),
]
