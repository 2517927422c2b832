from django.urls import path

from meetings.views import answering, inviting, proposing, reading

app_name = "meetings"
urlpatterns = [
    path("", reading.meeting_list, name="list"),
    path("proposer/<int:need_pk>/", proposing.propose_to_buyer, name="propose_to_buyer"),
    path("proposer/<int:need_pk>/<int:company_pk>/", proposing.propose_to_company, name="propose_to_company"),
    path("inviter/<int:need_pk>/<int:number>/", inviting.invite, name="invite"),
    path("<int:pk>/", reading.meeting_detail, name="detail"),
    path("<int:pk>/accepter/", answering.accept, name="accept"),
    path("<int:pk>/autres-creneaux/", proposing.counter, name="counter"),
    path("<int:pk>/decliner/", answering.decline, name="decline"),
    path("<int:pk>/annuler/", answering.cancel, name="cancel"),
    path("<int:pk>/rendez-vous.ics", reading.ics, name="ics"),
]
