"""Addresses of invitations: the desk's, and the one that goes to whoever is asked."""

from django.urls import path

from varv.consultation.views import desk_invitation_lists as lists
from varv.consultation.views import desk_invitation_mails as mails
from varv.consultation.views import desk_invitations as desk
from varv.consultation.views import desk_unheard, invited

_DESK = "desk/rounds/<int:pk>/invitations/"

urlpatterns = [
    path("rounds/invited/<str:token>/", invited.invited, name="invited"),
    path(_DESK, desk.listing, name="desk_invitations"),
    path("desk/rounds/<int:pk>/unheard/", desk_unheard.unheard, name="desk_unheard"),
    path(f"{_DESK}add/", desk.add, name="desk_invitations_add"),
    path(f"{_DESK}add/known/", desk.add_known, name="desk_invitations_add_known"),
    path(f"{_DESK}export/", desk.export, name="desk_invitations_export"),
    path(f"{_DESK}<int:invitation>/remove/", desk.remove, name="desk_invitation_remove"),
    path(f"{_DESK}list/", lists.choose, name="desk_invitation_list"),
    path(f"{_DESK}list/template/", lists.template, name="desk_invitation_list_template"),
    path(f"{_DESK}list/check/", lists.preview, name="desk_invitation_list_preview"),
    path(f"{_DESK}list/enter/", lists.enter, name="desk_invitation_list_enter"),
    path(f"{_DESK}list/drop/", lists.drop, name="desk_invitation_list_drop"),
    path(f"{_DESK}send/", mails.send, name="desk_invitations_send"),
    path(f"{_DESK}remind/", mails.remind, name="desk_invitations_remind"),
    path(f"{_DESK}letters/", mails.letters, name="desk_invitations_letters"),
    path(f"{_DESK}letters/file/", mails.letters_file, name="desk_invitations_letters_file"),
    path(f"{_DESK}posted/", mails.posted, name="desk_invitation_posted"),
]
