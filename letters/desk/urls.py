from django.urls import path

from letters.desk.views import history, home

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("history/", history.history, name="history"),
]
