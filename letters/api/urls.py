from django.urls import path, register_converter

from letters.api import views
from letters.api.log import lists, opened
from letters.api.log import views as log
from letters.api.log.door import LogPath

app_name = "api"

register_converter(LogPath, "log")

urlpatterns = [
    path("letters/<slug:slug>/count.json", views.count, name="count"),
    path("log/logs.v0", lists.logs, name="logs"),
    path("<log:path>/checkpoint", log.checkpoint, name="checkpoint"),
    path("<log:path>/cosigned", log.cosigned, name="cosigned"),
    path("<log:path>/follows", log.follows, name="follows"),
    path("<log:path>/vkey", log.vkey, name="vkey"),
    path("<log:path>/policy", lists.policy, name="policy"),
    path("<log:path>/tile/<path:tile>", log.tile, name="tile"),
    path("<log:path>/receipt/<str:index>", log.receipt, name="receipt"),
    path("<log:path>/openings/<str:number>", opened.openings, name="openings"),
    path("<log:path>/text/<str:number>", opened.document, name="text"),
]
