from django.urls import path

from letters.pages.views import confirming, log, managing, manual, reading, signing, verifying, verifying_files

app_name = "pages"

urlpatterns = [
    # Tried from the top, and this is asked for most; public pages come out of memory.
    path("confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("", reading.front, name="front"),
    path("about/", reading.about, name="about"),
    path("privacy/", reading.privacy, name="privacy"),
    path("how-it-is-counted/", reading.how, name="how"),
    path("manual/", manual.index, name="manual_index"),
    path("manual/<slug:page>/", manual.manual, name="manual"),
    path("letters/", reading.letters, name="letters"),
    path("letters/<slug:slug>/", reading.letter, name="letter"),
    path("letters/<slug:slug>/v/<int:number>/", reading.version, name="version"),
    path("letters/<slug:slug>/signatures/", reading.signatures, name="signatures"),
    path("letters/<slug:slug>/log/", log.log, name="log"),
    path("letters/<slug:slug>/log/entry/<int:index>/", log.entry, name="entry"),
    path("letters/<slug:slug>/log/<int:turn>/", log.log, name="later_log"),
    path("letters/<slug:slug>/log/<int:turn>/entry/<int:index>/", log.entry, name="later_entry"),
    path("letters/<slug:slug>/sign/", signing.sign, name="sign"),
    path("letters/<slug:slug>/sign/sent/", signing.sent, name="sent"),
    path("letters/<slug:slug>/sign/again/", signing.send_again, name="send_again"),
    path("letters/<slug:slug>/signed/", confirming.signed, name="signed"),
    path("letters/<slug:slug>/signed/receipt", confirming.receipt, name="receipt"),
    path("letters/<slug:slug>/log/verify.html", verifying.letter_verify_file, name="letter_verify_file"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/check_log.py", verifying_files.check_log, name="check_log"),
    path("verify/verify.html", verifying.verify_file, name="verify_file"),
    path("find/", signing.find, name="find"),
    path("find/sent/", signing.link_sent, name="link_sent"),
    path("signature/<str:token>/", managing.signature, name="signature"),
    path("signature/<str:token>/hide/", managing.hide, name="hide"),
    path("signature/<str:token>/withdraw/", managing.withdraw, name="withdraw"),
    path("signature/<str:token>/erase/", managing.erase, name="erase"),
    path("signature/<str:token>/export/", managing.export, name="export"),
    path("signature/<str:token>/receipt/", managing.receipt, name="own_receipt"),
    path("unsubscribe/<str:token>/", managing.unsubscribe, name="unsubscribe"),
]
