"""Addresses of people: sign-in, my page, the lookup of organisations, the desk."""

from django.urls import include, path

from varv.people.views import desk_doubles as doubles
from varv.people.views import desk_lists as lists
from varv.people.views import desk_organisations as organisations
from varv.people.views import desk_people as persons
from varv.people.views import desk_staff as staff
from varv.people.views import (
    lookup,
    my_data,
    my_page,
    provider,
    second_factor,
    sessions,
    sign_in,
)

people = (
    [
        path("sign-in/done/", sign_in.after_sign_in, name="after_sign_in"),
        path("sign-in/once/<str:token>/", sign_in.once, name="sign_in_once"),
        path("sign-in/organisation/", provider.begin, name="provider"),
        path("sign-in/organisation/callback/", provider.callback, name="provider_callback"),
        path("my/sessions/", sessions.listing, name="sessions"),
        path("my/sessions/<int:pk>/end/", sessions.end, name="end_session"),
        path("my/sessions/end-all/", sessions.end_all, name="end_all_sessions"),
        path("my/second-factor/", second_factor.page, name="second_factor"),
        path("my/second-factor/codes/", second_factor.codes, name="recovery_codes"),
        path("my/second-factor/prove/", second_factor.prove, name="prove"),
        path("my/second-factor/remove/", second_factor.remove, name="remove_second_factor"),
        path("my/new-link/", my_page.new_link, name="new_link"),
        path("my/new-link/sent/", my_page.new_link_sent, name="new_link_sent"),
        path("my/data/", my_data.data, name="my_data"),
        path("my/data/file/", my_data.data_file, name="my_data_file"),
        path("my/data/ask/", my_data.ask, name="my_data_ask"),
        path("my/<str:token>/", my_page.my_link, name="my_link"),
        path("organisations/lookup/", lookup.organisations, name="organisation_lookup"),
        path("organisations/details/", lookup.details, name="organisation_details"),
        path("desk/staff/", staff.members, name="desk_staff"),
        path("desk/staff/invite/", staff.invite, name="desk_invite"),
        path("desk/staff/<int:pk>/role/", staff.role, name="desk_role"),
        path("desk/staff/<int:pk>/remove/", staff.remove, name="desk_remove"),
        path("desk/staff/<int:pk>/second-factor/", staff.second_factor, name="desk_second_factor"),
        path("desk/people/", persons.listing, name="desk_people"),
        path("desk/people/<int:pk>/", persons.person, name="desk_person"),
        path("desk/people/<int:pk>/export/", persons.export, name="desk_person_export"),
        path("desk/people/<int:pk>/copy/", persons.copy, name="desk_person_copy"),
        path(
            "desk/people/<int:pk>/requests/<int:asked>/",
            persons.answer,
            name="desk_person_answer",
        ),
        path("desk/people/<int:pk>/erase/", persons.erase, name="desk_person_erase"),
        path("desk/organisations/", organisations.listing, name="desk_organisations"),
        path("desk/organisations/lookup/", organisations.lookup, name="desk_organisation_lookup"),
        path("desk/organisations/doubles/", doubles.listing, name="desk_doubles"),
        path("desk/organisations/list/", lists.choose, name="desk_list"),
        path("desk/organisations/list/template/", lists.template, name="desk_list_template"),
        path("desk/organisations/list/export/", lists.export, name="desk_list_export"),
        path("desk/organisations/list/<uuid:key>/", lists.check, name="desk_list_check"),
        path("desk/organisations/list/<uuid:key>/enter/", lists.enter, name="desk_list_enter"),
        path("desk/organisations/list/<uuid:key>/drop/", lists.drop, name="desk_list_drop"),
        path("desk/organisations/<int:pk>/", organisations.edit, name="desk_organisation"),
        path(
            "desk/organisations/<int:pk>/check/",
            organisations.check,
            name="desk_organisation_check",
        ),
        path(
            "desk/organisations/<int:pk>/history/",
            organisations.history,
            name="desk_organisation_history",
        ),
        path(
            "desk/organisations/<int:pk>/former-places/<int:place>/retract/",
            organisations.retract,
            name="desk_retract_place",
        ),
        path(
            "desk/organisations/<int:pk>/same-as/",
            organisations.merge_with,
            name="desk_organisation_same_as",
        ),
        path(
            "desk/organisations/<int:pk>/same-as/<int:other>/",
            doubles.compare,
            name="desk_organisation_compare",
        ),
        path(
            "desk/organisations/<int:pk>/same-as/<int:other>/merge/",
            doubles.merge,
            name="desk_organisation_merge",
        ),
        path(
            "desk/organisations/<int:pk>/same-as/<int:other>/dismiss/",
            doubles.dismiss,
            name="desk_organisation_dismiss",
        ),
        path(
            "desk/organisations/<int:pk>/merges/<int:merge>/undo/",
            doubles.undo,
            name="desk_undo_merge",
        ),
        path("desk/organisations/<int:pk>/names/", organisations.add_name, name="desk_add_name"),
        path(
            "desk/organisations/<int:pk>/names/<int:alias>/remove/",
            organisations.remove_name,
            name="desk_remove_name",
        ),
        path(
            "desk/organisations/<int:pk>/representatives/",
            organisations.add_representative,
            name="desk_add_representative",
        ),
        path(
            "desk/organisations/<int:pk>/representatives/<int:representation>/end/",
            organisations.end_representation,
            name="desk_end_representation",
        ),
    ],
    "people",
)

# allauth looks these names up itself, so they stand outside of the namespace. Its other pages
# (passwords, sign-up, e-mail addresses) are left out on purpose.
urlpatterns = [
    path("sign-in/", sign_in.ask, name="account_login"),
    path("sign-in/", sign_in.ask, name="account_request_login_code"),
    path("sign-in/code/", sign_in.confirm, name="account_confirm_login_code"),
    path("sign-in/second-factor/", sign_in.second_factor, name="mfa_authenticate"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("", include(people)),
]
