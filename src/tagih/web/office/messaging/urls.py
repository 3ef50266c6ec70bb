from django.urls import path

from tagih.web.office.messaging import channels, outbox, templates, threads

app_name = "messaging"
urlpatterns = [
    path("", outbox.messages, name="messages"),
    path("percakapan/", threads.threads, name="threads"),
    path("percakapan/<int:pk>/", threads.thread, name="thread"),
    path("percakapan/<int:pk>/jawab/", threads.answer, name="answer"),
    path("percakapan/usulan/<int:pk>/", threads.decide, name="decide"),
    path("templat/", templates.templates, name="templates"),
    path("templat/<str:code>/", templates.template, name="template"),
    path("saluran/", channels.channels, name="channels"),
    path("saluran/<str:channel>/", channels.channel, name="channel"),
    path("ponsel/", outbox.telephones, name="telephones"),
]
