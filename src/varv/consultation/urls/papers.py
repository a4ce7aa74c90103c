"""Addresses of papers: as everybody reads them, and the desk's."""

from django.urls import path

from varv.consultation.views import desk_papers as desk
from varv.consultation.views import papers as public

_PAPER = "papers/<int:pk>/"
_DESK = "desk/papers/<int:pk>/"
_PART = f"{_DESK}parts/<int:part>/"

urlpatterns = [
    path(_PAPER, public.paper, name="paper"),
    path(f"{_PAPER}<int:number>/", public.part, name="paper_part"),
    path(f"{_PAPER}paper.json", public.data, name="paper_json"),
    path(f"{_PAPER}package.zip", public.zipped, name="paper_package"),
    path("desk/rounds/<int:pk>/papers/", desk.papers, name="desk_papers"),
    path("desk/rounds/<int:pk>/papers/new/", desk.new, name="desk_paper_new"),
    path(_DESK, desk.paper, name="desk_paper"),
    path(f"{_DESK}edit/", desk.edit, name="desk_paper_edit"),
    path(f"{_DESK}preview/", desk.preview, name="desk_paper_preview"),
    path(f"{_DESK}publish/", desk.publish, name="desk_paper_publish"),
    path(f"{_DESK}progress/", desk.progress, name="desk_paper_progress"),
    path(f"{_DESK}edition/", desk.edition, name="desk_paper_edition"),
    path(f"{_DESK}delete/", desk.delete, name="desk_paper_delete"),
    path(_PART, desk.edit_part, name="desk_paper_part"),
    path(f"{_PART}order/", desk.order_part, name="desk_paper_part_order"),
]
