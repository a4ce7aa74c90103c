"""Addresses of the desk where mail is sorted."""

from django.urls import path

from varv.consultation.views import desk_mail

urlpatterns = [
    path("desk/mail/", desk_mail.listing, name="desk_mails"),
    path("desk/mail/<int:pk>/", desk_mail.mail, name="desk_mail"),
    path("desk/mail/<int:pk>/sort/", desk_mail.sort, name="desk_mail_sort"),
    path("desk/mail/<int:pk>/aside/", desk_mail.put_aside, name="desk_mail_aside"),
    path("desk/mail/<int:pk>/double/", desk_mail.mark_double, name="desk_mail_double"),
    path("desk/mail/<int:pk>/again/", desk_mail.take_up, name="desk_mail_again"),
]
