"""Addresses of agendas, of what is printed and of letters; included by `meetings.days.urls`."""

from django.urls import path

from meetings.days import agenda_print_views, agenda_views, letter_views

urlpatterns = [
    path("<int:pk>/agenda/", agenda_views.agenda, name="agenda"),
    path("<int:pk>/agenda/agenda.ics", agenda_views.agenda_ics, name="agenda_ics"),
    path("<int:pk>/agenda/agenda.pdf", agenda_views.agenda_pdf, name="agenda_pdf"),
    path("<int:pk>/imprimer/", agenda_print_views.prints, name="prints"),
    path("<int:pk>/imprimer/agendas.pdf", agenda_print_views.all_agendas, name="all_agendas"),
    path("<int:pk>/imprimer/affichage.pdf", agenda_print_views.wall, name="wall"),
    path("<int:pk>/imprimer/badges.pdf", agenda_print_views.badges, name="badges"),
    path("<int:pk>/messages/", letter_views.letter, name="letters"),
]
