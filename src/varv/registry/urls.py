"""Addresses of the register: what everybody reads, and the desk."""

from django.urls import path

from varv.registry.views import (
    desk,
    desk_cases,
    desk_diary,
    desk_keeping,
    desk_masking,
    desk_secrecy,
    mail_stop,
    public,
    thread,
)

app_name = "registry"
urlpatterns = [
    path("register/", public.register, name="register"),
    path("register/<int:pk>/", public.case, name="register_case"),
    path("register/<int:pk>/<int:number>/", public.record, name="register_record"),
    path("thread/<slug:kind>/<int:pk>/", thread.thread, name="thread"),
    path("mail/stop/<str:token>/", mail_stop.mail_stop, name="mail_stop"),
    path("desk/cases/", desk_cases.listing, name="desk_cases"),
    path("desk/cases/export/", desk_diary.export, name="desk_export"),
    path("desk/cases/export/list/", desk_diary.download_list, name="desk_export_list"),
    path("desk/cases/export/package/", desk_diary.download_package, name="desk_export_package"),
    path("desk/cases/numbers/", desk_diary.numbers, name="desk_numbers"),
    path("desk/cases/<int:pk>/", desk_cases.case, name="desk_case"),
    path("desk/cases/<int:pk>/number/", desk_cases.case_number, name="desk_case_number"),
    path("desk/cases/<int:pk>/records/new/", desk_cases.enter, name="desk_record_new"),
    path("desk/cases/<int:pk>/records/<int:number>/", desk_cases.record, name="desk_record"),
    path(
        "desk/cases/<int:pk>/records/<int:number>/number/",
        desk_cases.record_number,
        name="desk_record_number",
    ),
    path(
        "desk/cases/<int:pk>/records/<int:number>/secrecy/",
        desk_secrecy.secrecy,
        name="desk_record_secrecy",
    ),
    path(
        "desk/cases/<int:pk>/records/<int:number>/secrecy/lift/",
        desk_secrecy.lift,
        name="desk_record_secrecy_lift",
    ),
    path("desk/messages/", desk.messages, name="desk_messages"),
    path("desk/messages/<int:pk>/", desk.message, name="desk_message"),
    path("desk/messages/<int:pk>/cancel/", desk.cancel, name="desk_message_cancel"),
    path("desk/messages/<int:pk>/retry/", desk.retry, name="desk_message_retry"),
    path("desk/texts/", desk.texts, name="desk_texts"),
    path("desk/texts/<str:kind>/<str:language>/", desk.text, name="desk_text"),
    path("desk/texts/<str:kind>/<str:language>/preview/", desk.preview, name="desk_text_preview"),
    path("desk/texts/<str:kind>/<str:language>/restore/", desk.restore, name="desk_text_restore"),
    path("desk/log/", desk.log, name="desk_log"),
    path("desk/masking/", desk_masking.listing, name="desk_maskings"),
    path("desk/masking/<int:pk>/", desk_masking.masking_page, name="desk_masking"),
    path("desk/masking/<int:pk>/original/", desk_masking.original, name="desk_masking_original"),
    path(
        "desk/masking/<int:pk>/file/<int:file>/",
        desk_masking.original_file,
        name="desk_masking_file",
    ),
    path("desk/masking/<int:pk>/lift/", desk_masking.lift, name="desk_masking_lift"),
    path("desk/masking/choose/<str:kind>/", desk_masking.choose, name="desk_masking_choose"),
    path("desk/masking/new/<str:kind>/<int:pk>/", desk_masking.new, name="desk_masking_new"),
    path("desk/keeping/", desk_keeping.overview, name="desk_keeping"),
    path("desk/keeping/decisions/new/", desk_keeping.new_decision, name="desk_disposal_new"),
    path("desk/keeping/decisions/<int:pk>/", desk_keeping.decision, name="desk_disposal_decision"),
    path("desk/keeping/<str:key>/", desk_keeping.rule, name="desk_keeping_rule"),
    path("desk/keeping/<str:key>/time/", desk_keeping.keep_time, name="desk_keeping_time"),
]
