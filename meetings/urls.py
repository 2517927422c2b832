from django.urls import path

from meetings.views import answering, booking, calls, inviting, moving, openings, presence, proposing, reading

app_name = "meetings"
urlpatterns = [
    path("", reading.meeting_list, name="list"),
    path("proposer/<int:need_pk>/", proposing.propose_to_buyer, name="propose_to_buyer"),
    path("proposer/<int:need_pk>/<int:company_pk>/", proposing.propose_to_company, name="propose_to_company"),
    path("inviter/<int:need_pk>/<int:number>/", inviting.invite, name="invite"),
    path("demander/<int:need_pk>/", booking.book_at_buyer, name="book_at_buyer"),
    path("demander/<int:need_pk>/<int:company_pk>/", booking.book_at_company, name="book_at_company"),
    path("reserver/<int:need_pk>/", calls.call, name="call"),
    path("reserver/<int:need_pk>/annoncer/", calls.announce, name="call_announce"),
    path("reserver/<int:need_pk>/inscrire/", calls.join, name="call_join"),
    path("ouvertures/", openings.opening_list, name="openings"),
    path("ouvertures/nouvelle/", openings.opening_create, name="opening_create"),
    path("ouvertures/<int:pk>/", openings.opening_detail, name="opening"),
    path("ouvertures/<int:pk>/modifier/", openings.opening_edit, name="opening_edit"),
    path("ouvertures/<int:pk>/fermer/", openings.opening_close, name="opening_close"),
    path("ouvertures/<int:pk>/jour/", openings.opening_exception, name="opening_exception"),
    path(
        "ouvertures/<int:pk>/jour/<int:exception_pk>/retirer/",
        openings.opening_exception_remove,
        name="opening_exception_remove",
    ),
    path("<int:pk>/", reading.meeting_detail, name="detail"),
    path("<int:pk>/accepter/", answering.accept, name="accept"),
    path("<int:pk>/autres-creneaux/", proposing.counter, name="counter"),
    path("<int:pk>/decliner/", answering.decline, name="decline"),
    path("<int:pk>/deplacer/", moving.move, name="move"),
    path("<int:pk>/deplacer/accepter/", moving.accept, name="move_accept"),
    path("<int:pk>/deplacer/decliner/", moving.decline, name="move_decline"),
    path("<int:pk>/deplacer/retirer/", moving.withdraw, name="move_withdraw"),
    path("<int:pk>/presences/", presence.say, name="presence"),
    path("<int:pk>/contester/", presence.contest, name="contest"),
    path("<int:pk>/annuler/", answering.cancel, name="cancel"),
    path("<int:pk>/rendez-vous.ics", reading.ics, name="ics"),
]
