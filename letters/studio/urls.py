from django.urls import path

from letters.studio.views import home, writing

app_name = "studio"

urlpatterns = [
    path("", home.home, name="home"),
    path("new/", home.new, name="new"),
    path("letters/<int:letter_id>/write/", writing.write, name="write"),
    path("letters/<int:letter_id>/write/<slug:language>/", writing.write, name="write"),
]
