from django.urls import path

from letters.studio.views import home

app_name = "studio"

urlpatterns = [
    path("", home.home, name="home"),
]
