"""Addresses of writing input, and of one's own."""

from django.urls import path

from varv.consultation.views import own, writing

_own = "my/contributions/<uuid:key>/"

urlpatterns = [
    path("rounds/confirm/<str:token>/", writing.confirm, name="confirm"),
    path("rounds/<slug:slug>/write/", writing.write, name="write"),
    path("rounds/<slug:slug>/thanks/", writing.thanks, name="thanks"),
    path(_own, own.own, name="own"),
    path(f"{_own}change/", own.change, name="own_change"),
    path(f"{_own}withdraw/", own.withdraw, name="own_withdraw"),
    path(f"{_own}receipt/", own.receipt, name="own_receipt"),
]
