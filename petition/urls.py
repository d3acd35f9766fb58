from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("letters.api.urls")),
    path("", include("letters.pages.urls")),
]
