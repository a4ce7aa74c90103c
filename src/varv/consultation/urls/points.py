"""Addresses of points and dispositions: the desk's, and what everybody sees."""

from django.urls import path

from varv.consultation.views import (
    desk_dispositions,
    desk_points,
    desk_signing,
    desk_similar,
    desk_splitting,
    desk_themes,
    points,
)

_input = "desk/input/<int:pk>/points/"
_desk = "desk/points/"
_round = "rounds/<slug:slug>/points/"

urlpatterns = [
    path(_round, points.listing, name="points"),
    path(f"{_round}export.<slug:form>", points.export, name="points_export"),
    path(_input, desk_splitting.split, name="desk_split"),
    path(f"{_input}whole/", desk_splitting.whole, name="desk_split_whole"),
    path(_desk, desk_points.listing, name="desk_points"),
    path(f"{_desk}export.<slug:form>", desk_points.export, name="desk_points_export"),
    path(f"{_desk}chosen/", desk_points.chosen, name="desk_points_chosen"),
    path(f"{_desk}move/", desk_points.move, name="desk_points_move"),
    path(f"{_desk}disposition/", desk_dispositions.dispose, name="desk_dispose"),
    path(f"{_desk}sign/", desk_signing.sign, name="desk_points_sign"),
    path(f"{_desk}return/", desk_signing.give_back, name="desk_points_return"),
    path(f"{_desk}undo/<uuid:batch>/", desk_dispositions.undo, name="desk_points_undo"),
    path(f"{_desk}similar/", desk_similar.similar, name="desk_points_similar"),
    path(f"{_desk}side/", desk_similar.side, name="desk_points_side"),
    path(f"{_desk}merge/", desk_similar.merge, name="desk_points_merge"),
    path(f"{_desk}<int:pk>/", desk_points.point, name="desk_point"),
    path(f"{_desk}<int:pk>/back/", desk_splitting.take_back, name="desk_point_back"),
    path(f"{_desk}<int:pk>/part/", desk_similar.part, name="desk_point_part"),
    path("desk/themes/", desk_themes.themes, name="desk_themes"),
    path("desk/themes/<int:pk>/", desk_themes.theme, name="desk_theme"),
    path("desk/themes/<int:pk>/order/", desk_themes.order, name="desk_theme_order"),
    path("desk/themes/<int:pk>/merge/", desk_themes.merge, name="desk_theme_merge"),
    path("desk/themes/<int:pk>/remove/", desk_themes.remove, name="desk_theme_remove"),
    path("desk/reasons/", desk_themes.reasons, name="desk_reasons"),
    path("desk/reasons/<int:pk>/", desk_themes.reason, name="desk_reason"),
    path("desk/reasons/<int:pk>/remove/", desk_themes.remove_reason, name="desk_reason_remove"),
]
