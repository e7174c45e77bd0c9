from django.urls import path

from surveys import views

app_name = "surveys"
urlpatterns = [
    path("j/", views.enter, name="enter"),
    path("j/<str:code>", views.join_page, name="join"),
    path("j/<str:code>/", views.join_page, name="join_slash"),
    path("j/<str:code>/join/", views.join, name="join_post"),
    path("j/<str:code>/about/", views.about, name="about"),
    path("j/<str:code>/vote/", views.vote, name="vote"),
    path("j/<str:code>/ballot", views.ballot, name="ballot"),
    path("j/<str:code>/stream", views.stream, name="stream"),
    path("j/<str:code>/state.json", views.state_json, name="state"),
    path("j/<str:code>/ideas/", views.ideas, name="ideas"),
    path("j/<str:code>/ideas/support/", views.support, name="idea_support"),
    path("j/<str:code>/screen", views.screen, name="screen"),
    path("j/<str:code>/qr.svg", views.qr, name="qr"),
    path("moderate/<str:code>/", views.console, name="console"),
    path("moderate/<str:code>/design/", views.design, name="design"),
    path("moderate/<str:code>/codes/", views.entry_codes, name="codes"),
    path("moderate/<str:code>/doors/", views.doors, name="doors"),
    path("moderate/<str:code>/news/", views.console_news, name="console_news"),
    path("moderate/<str:code>/answers/", views.open_answers, name="open_answers"),
    path("moderate/<str:code>/<str:verb>/", views.conduct, name="conduct"),
]
