"""The people app's part of the inventory of personal data, with that of what it builds on."""

from varv.registry.inventory import declare


def register() -> None:
    """Declare every field."""
    declare(
        "people.Region",
        free="contact_name about input_subject coordinator_name",
        personal="contact_email coordinator_email privacy_officer_email contact_phone",
        plain="key name country subdivision code nuts languages time_zone web_page links_go_out_at "
        "privacy_authority privacy_authority_page population_source population_licence "
        "workplaces_source workplaces_licence map_source map_licence seat_municipality "
        "seats_source seats_licence",
        why="The public authority's own contacts, as its folder says them; changed there.",
    )
    declare(
        "people.Municipality",
        plain="region code name sort_key population population_year workplaces workplaces_year "
        "land_km2 tile_col tile_row seat latitude longitude",
    )
    declare("people.Outline", plain="municipality polygons")
    declare(
        "people.User",
        owner="people",
        personal="email name language last_login",
        plain="password is_active created_at links_since",
        why="There are no passwords: the field says so.",
    )
    declare("people.StaffRole", owner="people", personal="user role since until")
    declare(
        "people.SignInLink", owner="people", personal="user expires_at used_at", plain="token_hash"
    )
    declare(
        "people.BrowserSession",
        owner="people",
        personal="person device by_link opened_at seen_at",
        plain="key",
    )
    declare(
        "mfa.Authenticator",
        owner="people",
        personal="user type created_at last_used_at",
        plain="data",
    )
    declare(
        "socialaccount.SocialAccount",
        owner="people",
        personal="user provider uid last_login date_joined extra_data",
    )
    declare("socialaccount.SocialApp", plain="*", why="The provider is in the environment instead.")
    declare("socialaccount.SocialToken", plain="*", why="None are kept.")
    declare(
        "people.Organisation",
        free="name",
        plain="sort_key sector municipality number checked_at created_at compared_at",
        why="An organisation; where it is named after a person the name can be masked.",
    )
    declare(
        "people.OrganisationAlias",
        free="name",
        plain="organisation sort_key",
        why="Seen by staff only, and removed by them.",
    )
    declare(
        "people.Representation", owner="people", personal="person organisation title since until"
    )
    declare(
        "people.RightsRequest",
        owner="people",
        personal="person kind text asked_at due_on answered_at outcome answer",
        trail="answered_by",
    )
    declare("people.FormerPlace", plain="organisation sector municipality until noted_at")
    declare(
        "people.PossibleDouble",
        trail="dismissed_by_id",
        plain="first second score reason found_at dismissed_at",
    )
    declare(
        "people.OrganisationMerge",
        trail="by_id",
        free="name before moved",
        plain="old_id new_id number at undone_at",
        why="What two organisations were called and which rows moved, by id, so that it is undone.",
    )
    declare(
        "people.OrganisationImport",
        trail="by_id",
        free="rows plan name",
        plain="key read_at entered_at",
        why="What a file said, until it is entered; deleted by itself, and when an address in it "
        "is erased.",
    )
    declare("people.Allowance", plain="whole_at period refused refused_at")
    declare("people.Erasure", plain="person_id known_since at")
    declare("people.LoadedRow", plain="section key model object_id values")
    declare("account.EmailAddress", owner="people", personal="user email", plain="verified primary")
    declare(
        "account.EmailConfirmation",
        plain="*",
        why="Never written: addresses are confirmed by signing in.",
    )
    declare(
        "sessions.Session",
        plain="*",
        why="Ends by itself within two weeks; ended at once when the person is erased.",
    )
    for model in ("auth.Permission", "auth.Group"):
        declare(model, plain="*", why="Not used: permissions are rules.")
