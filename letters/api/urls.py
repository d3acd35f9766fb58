from django.urls import path

from letters.api import views

app_name = "api"

urlpatterns = [path("letters/<slug:slug>/count.json", views.count, name="count")]
