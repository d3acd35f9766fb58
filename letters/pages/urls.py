from django.urls import path

from letters.pages.views import reading

app_name = "pages"

urlpatterns = [
    path("", reading.front, name="front"),
    path("about/", reading.about, name="about"),
    path("privacy/", reading.privacy, name="privacy"),
    path("how-it-is-counted/", reading.how, name="how"),
    path("letters/", reading.letters, name="letters"),
]
