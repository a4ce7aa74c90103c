"""Addresses of the staff side of meetings; ``meetings.urls`` adds them to its own."""

from django.urls import path

from varv.meetings.views.desk import afterwards, editing, guests, pages, participants, unreached

_one = "desk/meetings/<int:pk>/"

urlpatterns = [
    path("desk/meetings/", pages.meetings, name="desk_meetings"),
    path("desk/meetings/new/", editing.new, name="desk_meeting_new"),
    path(_one, pages.meeting, name="desk_meeting"),
    path(f"{_one}edit/", editing.edit, name="desk_meeting_edit"),
    path(f"{_one}publish/", editing.publish, name="desk_meeting_publish"),
    path(f"{_one}close/", editing.close, name="desk_meeting_close"),
    path(f"{_one}reopen/", editing.reopen, name="desk_meeting_reopen"),
    path(f"{_one}link/", editing.link, name="desk_meeting_link"),
    path(f"{_one}move/", editing.move, name="desk_meeting_move"),
    path(f"{_one}cancel/", editing.cancel, name="desk_meeting_cancel"),
    path(f"{_one}delete/", editing.delete, name="desk_meeting_delete"),
    path(f"{_one}participants/new/", participants.new, name="desk_participant_new"),
    path(
        f"{_one}participants/<int:registration>/cancel/",
        participants.cancel,
        name="desk_participant_cancel",
    ),
    path(f"{_one}link/anew/", unreached.send_all_anew, name="desk_links_anew"),
    path(
        f"{_one}participants/<int:registration>/link/",
        unreached.send_anew,
        name="desk_participant_link",
    ),
    path(
        f"{_one}participants/<int:registration>/called/",
        unreached.called,
        name="desk_participant_called",
    ),
    path(f"{_one}participants/export/", participants.export, name="desk_participants_export"),
    path(f"{_one}guest-list/", guests.choose, name="desk_guest_list"),
    path(f"{_one}guest-list/template/", guests.template, name="desk_guest_list_template"),
    path(f"{_one}guest-list/check/", guests.check, name="desk_guest_list_check"),
    path(f"{_one}guest-list/enter/", guests.enter, name="desk_guest_list_enter"),
    path(f"{_one}attendance/", afterwards.attendance, name="desk_attendance"),
    path(f"{_one}minutes/", afterwards.minutes, name="desk_minutes"),
    path(f"{_one}minutes/publish/", afterwards.publish_minutes, name="desk_minutes_publish"),
]
