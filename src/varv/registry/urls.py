"""Addresses of the register's desk pages."""

from django.urls import path

from varv.registry import views

app_name = "registry"
urlpatterns = [
    path("desk/messages/", views.messages, name="desk_messages"),
    path("desk/messages/<int:pk>/", views.message, name="desk_message"),
    path("desk/messages/<int:pk>/cancel/", views.cancel, name="desk_message_cancel"),
    path("desk/messages/<int:pk>/retry/", views.retry, name="desk_message_retry"),
    path("desk/texts/", views.texts, name="desk_texts"),
    path("desk/texts/<str:kind>/<str:language>/", views.text, name="desk_text"),
    path("desk/texts/<str:kind>/<str:language>/preview/", views.preview, name="desk_text_preview"),
    path("desk/texts/<str:kind>/<str:language>/restore/", views.restore, name="desk_text_restore"),
    path("desk/log/", views.log, name="desk_log"),
]
