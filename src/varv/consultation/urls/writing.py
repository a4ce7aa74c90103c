"""Addresses for writing in a round, and for what one has sent in oneself."""

from django.urls import path

from varv.consultation.views import confirming, own, writing

urlpatterns = [
    path("rounds/confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("rounds/<slug:slug>/write/", writing.write, name="write"),
    path("rounds/<slug:slug>/write/draft/", writing.draft, name="draft"),
    path("rounds/<slug:slug>/thanks/", confirming.thanks, name="thanks"),
    path("my/contributions/<uuid:key>/", own.own, name="own"),
    path("my/contributions/<uuid:key>/change/", own.change, name="own_change"),
    path("my/contributions/<uuid:key>/withdraw/", own.withdraw, name="own_withdraw"),
    path("my/contributions/<uuid:key>/receipt.pdf", own.receipt, name="own_receipt"),
    path("my/contributions/<uuid:key>/files/<uuid:file>/", own.file, name="own_file"),
]
