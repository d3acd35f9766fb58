from django.urls import path

from letters.desk.views import history, home, people

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("history/", history.history, name="history"),
    path("people/", people.people, name="people"),
    path("people/<int:person_id>/role/", people.site_role, name="site_role"),
    path("teams/<int:team_id>/trust/", people.trust, name="trust"),
]
