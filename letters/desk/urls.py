from django.urls import path

from letters.desk.views import (
    blocks,
    bulk,
    claims,
    decisions,
    history,
    home,
    images,
    letters,
    people,
    reports,
    signatures,
)

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<int:letter_id>/", letters.letter, name="letter"),
    path("submissions/<int:submission_id>/", letters.submission, name="submission"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:case_id>/", reports.case, name="case"),
    path("signatures/", signatures.signatures, name="signatures"),
    path("signatures/together/", bulk.bulk, name="bulk"),
    path("signatures/together/do/", bulk.do_bulk, name="do_bulk"),
    path("signatures/together/<int:number>/", bulk.bulk_done, name="bulk_done"),
    path("signatures/together/<int:number>/undo/", bulk.undo_bulk, name="undo_bulk"),
    path("signatures/<int:signature_id>/", signatures.signature, name="signature"),
    path("signatures/<int:signature_id>/name/", signatures.look, name="look_at_name"),
    path("signatures/<int:signature_id>/block/", blocks.preview_block_of, name="preview_block_of"),
    path("blocks/", blocks.blocks, name="blocks"),
    path("blocks/preview/", blocks.preview_block, name="preview_block"),
    path("blocks/do/", blocks.do_block, name="do_block"),
    path("blocks/<int:block_id>/lift/", blocks.lift_block, name="lift_block"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:decision_id>/undo/", decisions.undo, name="undo"),
    path("claims/<str:kind>/<int:subject_id>/keep/", claims.keep_claim, name="keep_claim"),
    path("claims/<str:kind>/<int:subject_id>/give-back/", claims.give_back, name="give_back"),
    path("letters/<int:letter_id>/image/<slug:key>.webp", images.image, name="image"),
    path("history/", history.history, name="history"),
    path("people/", people.people, name="people"),
    path("people/<int:person_id>/role/", people.site_role, name="site_role"),
    path("teams/<int:team_id>/trust/", people.trust, name="trust"),
]
