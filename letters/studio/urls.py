from django.urls import path

from letters.studio.views import home, images, invitations, previewing, revisions, teams, writing

app_name = "studio"

urlpatterns = [
    path("", home.home, name="home"),
    path("new/", home.new, name="new"),
    path("letters/<int:letter_id>/write/", writing.write, name="write"),
    path("letters/<int:letter_id>/write/<slug:language>/", writing.write, name="write"),
    path("letters/<int:letter_id>/revisions/", revisions.revisions, name="revisions"),
    path("letters/<int:letter_id>/revisions/<slug:language>/", revisions.revisions, name="revisions"),
    path("letters/<int:letter_id>/images/", images.images, name="images"),
    path("letters/<int:letter_id>/image/<slug:key>.webp", images.image, name="image"),
    path("letters/<int:letter_id>/image/<slug:key>/remove/", images.remove, name="remove_image"),
    path("letters/<int:letter_id>/preview/", previewing.preview, name="preview"),
    path("letters/<int:letter_id>/preview/<slug:language>/", previewing.preview, name="preview"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:team_id>/", teams.team, name="team"),
    path("teams/<int:team_id>/name/", teams.name_team, name="name_team"),
    path("teams/<int:team_id>/invite/", teams.invite, name="invite"),
    path(
        "teams/<int:team_id>/invitations/<int:invitation_id>/withdraw/",
        teams.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("teams/<int:team_id>/members/<int:member_id>/role/", teams.change_role, name="change_role"),
    path("teams/<int:team_id>/members/<int:member_id>/remove/", teams.remove_member, name="remove_member"),
    path("teams/<int:team_id>/hand-over/", teams.hand_over, name="hand_over"),
    path("teams/<int:team_id>/leave/", teams.leave_team, name="leave_team"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("invitation/<str:token>/decline/", invitations.decline_invitation, name="decline_invitation"),
]
