"""Addresses of the register's desk pages."""

from django.urls import path

from varv.registry.views import desk, desk_cases, mail_stop

app_name = "registry"
urlpatterns = [
    path("mail/stop/<str:token>/", mail_stop.mail_stop, name="mail_stop"),
    path("desk/cases/", desk_cases.listing, name="desk_cases"),
    path("desk/cases/<int:pk>/", desk_cases.case, name="desk_case"),
    path("desk/cases/<int:pk>/number/", desk_cases.case_number, name="desk_case_number"),
    path("desk/cases/<int:pk>/records/new/", desk_cases.enter, name="desk_record_new"),
    path("desk/cases/<int:pk>/records/<int:number>/", desk_cases.record, name="desk_record"),
    path(
        "desk/cases/<int:pk>/records/<int:number>/number/",
        desk_cases.record_number,
        name="desk_record_number",
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
]
