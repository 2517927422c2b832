"""Addresses of the public questions and answers."""

from django.urls import path

from needs.views import questions

urlpatterns = [
    path("besoins/<int:pk>/questions/", questions.question_list, name="questions"),
    path("besoins/<int:pk>/questions/poser/", questions.question_ask, name="question_ask"),
    path("besoins/<int:pk>/questions/repondre/", questions.questions_answer, name="questions_answer"),
    path("questions/<int:pk>/retirer/", questions.question_withdraw, name="question_withdraw"),
    path("questions/<int:pk>/corriger/", questions.answer_correct, name="answer_correct"),
    path("mes-besoins/questions/", questions.questions_due, name="questions_due"),
]
