"""Addresses of memos."""

from django.urls import path

from varv.analysis.memos import views, views_desk

urlpatterns = [
    path("memos/", views.memos, name="memos"),
    path("memos/<int:pk>/", views.memo, name="memo"),
    path("desk/memos/", views_desk.memos, name="desk_memos"),
    path("desk/memos/new/", views_desk.new, name="desk_memo_new"),
    path("desk/memos/<int:pk>/", views_desk.memo, name="desk_memo"),
    path("desk/memos/<int:pk>/edit/", views_desk.edit, name="desk_memo_edit"),
    path("desk/memos/<int:pk>/publish/", views_desk.publish, name="desk_memo_publish"),
    path("desk/memos/<int:pk>/progress/", views_desk.progress, name="desk_memo_progress"),
    path("desk/memos/<int:pk>/changes/", views_desk.changes, name="desk_memo_changes"),
    path("desk/memos/<int:pk>/edition/", views_desk.edition, name="desk_memo_edition"),
    path("desk/memos/<int:pk>/delete/", views_desk.delete, name="desk_memo_delete"),
]
