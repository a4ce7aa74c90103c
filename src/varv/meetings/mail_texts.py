"""The wordings of the mails about meetings, until staff write their own."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varv.registry.mailtexts import MailKind

COMMON: Mapping[str, str | Promise] = {
    "manage_link": _("the personal link to change or cancel"),
    "contact": _("whom to ask: name, e-mail and phone"),
}
ONE_MEETING: Mapping[str, str | Promise] = {
    "meeting": _("the meeting's title"),
    "when": _("day and time"),
    "place": _("place, or that it is online"),
    **COMMON,
}
SAMPLE = {
    "manage_link": "https://s3.example.se/my/eXaMpLe/",
    "contact": "Kim Lind, s3@example.se, 010-123 45 67",
    "meeting": "Mobilisering: Öppna ängar",
    "when": "fredag 5 juni kl. 13–16",
    "place": "Online",
    "meetings": (
        "Mobilisering: Öppna ängar\nfredag 5 juni kl. 13–16\nOnline\n"
        "Du har en plats. Länken till mötet kommer med e-post torsdag 4 juni kl. 9."
    ),
    "partnership": "Du har också sagt att du vill vara med i partnerskapet för Öppna ängar.",
    "link": "https://meet.example.se/abc-defg",
    "link_rule": "Länken till mötet kommer med e-post torsdag 4 juni kl. 9.",
    "old_when": "torsdag 4 juni kl. 13–16",
    "reason": "Lokalen är upptagen.",
    "standing": "Du har en plats. Länken till mötet kommer med e-post torsdag 4 juni kl. 9.",
}

_SV_CHANGE = "Här kan du ändra eller avboka din anmälan:\n{manage_link}\n\nFrågor? {contact}"
_EN_CHANGE = (
    "Here you can change or cancel your registration:\n{manage_link}\n\nQuestions? {contact}"
)
_MEETING = "{meeting}\n{when}\n{place}\n\n"

# Whom they did not reach stands on the page of the meeting.
LINKS = ("link", "link_corrected")


SET_OFF_BY_ANYBODY = {"confirmation", "already_signed_up"}


def _kind(
    key: str,
    name: str | Promise,
    variables: Mapping[str, str | Promise],
    required: tuple[str, ...],
    **defaults: tuple[str, str],
) -> MailKind:
    sample: dict[str, Any] = {variable: SAMPLE[variable] for variable in variables}
    return MailKind(
        key=f"meetings.{key}",
        name=name,
        variables=variables,
        required=required,
        defaults=defaults,
        sample=sample,
        followed_up=key in LINKS,
        set_off_by_anybody=key in SET_OFF_BY_ANYBODY,
    )


KINDS = (
    _kind(
        "confirmation",
        _("Confirmation of a sign-up"),
        {
            "meetings": _("the meetings, each with its time and whether there is a place"),
            "partnership": _("which partnerships the person wants to join, or nothing"),
            **COMMON,
        },
        ("meetings", "manage_link"),
        sv=(
            "Vi har fått din anmälan",
            (
                "Hej!\n\nVi har fått din anmälan.\n\n"
                "{meetings}\n\n"
                "{partnership}\n\n"
                "Kan du inte komma? Avboka, så kan någon annan komma i stället. "
                "Här kan du ändra eller avboka:\n{manage_link}\n\n"
                "Har du inte anmält dig? Då har någon skrivit din adress. "
                "Avboka med länken här ovanför.\n\nFrågor? {contact}"
            ),
        ),
        en=(
            "We have your registration",
            (
                "Hello!\n\nWe have your registration.\n\n"
                "{meetings}\n\n"
                "{partnership}\n\n"
                "If you cannot come, please cancel, so that somebody else can come. "
                "Here you can change or cancel:\n{manage_link}\n\n"
                "Did you not sign up? Then somebody has typed your address. "
                "Cancel by the link above.\n\nQuestions? {contact}"
            ),
        ),
    ),
    _kind(
        "already_signed_up",
        _("Somebody signs up again who is signed up already"),
        {
            "meetings": _("the meetings, each with its time and whether there is a place"),
            **COMMON,
        },
        ("meetings", "manage_link"),
        sv=(
            "Du är redan anmäld",
            (
                "Hej!\n\nDu är redan anmäld. Någon, kanske du själv, har skrivit din adress i vårt "
                "formulär en gång till. Inget har ändrats.\n\n"
                "{meetings}\n\n"
                "Vill du ändra eller avboka? Det gör du här:\n{manage_link}\n\n"
                "Frågor? {contact}"
            ),
        ),
        en=(
            "You are signed up already",
            (
                "Hello!\n\nYou are signed up already. Somebody, perhaps you, has typed your "
                "address in our form once more. Nothing has changed.\n\n"
                "{meetings}\n\n"
                "Do you want to change or cancel? Do so here:\n{manage_link}\n\n"
                "Questions? {contact}"
            ),
        ),
    ),
    _kind(
        "link",
        _("Link to a meeting"),
        {"link": _("the secret link"), **ONE_MEETING},
        ("link",),
        sv=(
            "Länk till mötet {when}",
            "Hej!\n\nHär är länken till mötet:\n{link}\n\n"
            + _MEETING
            + "Länken är bara för dig som är anmäld. Skicka den inte vidare.\n\n"
            + _SV_CHANGE,
        ),
        en=(
            "Link to the meeting {when}",
            "Hello!\n\nHere is the link to the meeting:\n{link}\n\n"
            + _MEETING
            + "The link is only for those who have signed up. Do not pass it on.\n\n"
            + _EN_CHANGE,
        ),
    ),
    _kind(
        "link_corrected",
        _("Corrected link to a meeting"),
        {"link": _("the secret link"), **ONE_MEETING},
        ("link",),
        sv=(
            "Ny länk till mötet {when}",
            "Hej!\n\nLänken till mötet är ändrad. "
            "Använd den här, inte den du fick förut:\n{link}\n\n"
            + _MEETING
            + "Länken är bara för dig som är anmäld. Skicka den inte vidare.\n\n"
            + _SV_CHANGE,
        ),
        en=(
            "New link to the meeting {when}",
            "Hello!\n\nThe link to the meeting has changed. Use this one, not the one you got "
            "before:\n{link}\n\n"
            + _MEETING
            + "The link is only for those who have signed up. Do not pass it on.\n\n"
            + _EN_CHANGE,
        ),
    ),
    _kind(
        "promoted",
        _("A place for somebody on the waiting list"),
        {"link_rule": _("when the link comes"), **ONE_MEETING},
        ("manage_link",),
        sv=(
            "Du har fått en plats: {meeting}",
            "Hej!\n\nDet har blivit en plats ledig, och den är din.\n\n"
            + _MEETING
            + "{link_rule}\n\nKan du inte komma längre? Avboka, så får någon annan platsen.\n\n"
            + _SV_CHANGE,
        ),
        en=(
            "You have a place: {meeting}",
            "Hello!\n\nA place has become free, and it is yours.\n\n"
            + _MEETING
            + "{link_rule}\n\nIf you cannot come any more, please cancel, and somebody else gets "
            "the place.\n\n" + _EN_CHANGE,
        ),
    ),
    _kind(
        "cancelled_by_you",
        _("Confirmation that a registration is cancelled"),
        ONE_MEETING,
        (),
        sv=(
            "Din anmälan är avbokad: {meeting}",
            "Hej!\n\nDin anmälan är avbokad.\n\n"
            + _MEETING
            + "Ångrar du dig? Anmäl dig igen på mötets sida.\n\n"
            "Här ser du dina andra anmälningar:\n{manage_link}\n\nFrågor? {contact}",
        ),
        en=(
            "Your registration is cancelled: {meeting}",
            "Hello!\n\nYour registration is cancelled.\n\n"
            + _MEETING
            + "Have you changed your mind? Sign up again on the meeting's page.\n\n"
            "Here you see what else you have signed up for:\n{manage_link}\n\nQuestions? {contact}",
        ),
    ),
    _kind(
        "moved",
        _("A meeting is moved"),
        {
            "old_when": _("the day and time before"),
            "reason": _("why"),
            "standing": _("whether the person has a place, and when the link comes"),
            **ONE_MEETING,
        },
        ("when", "manage_link"),
        sv=(
            "Ny tid: {meeting}",
            "Hej!\n\nMötet har fått en ny tid.\n\n"
            "{meeting}\nNy tid: {when}\nTiden förut: {old_when}\n{place}\n\n"
            "Varför: {reason}\n\n{standing}\n\n" + _SV_CHANGE,
        ),
        en=(
            "New time: {meeting}",
            "Hello!\n\nThe meeting has a new time.\n\n"
            "{meeting}\nNew time: {when}\nThe time before: {old_when}\n{place}\n\n"
            "Why: {reason}\n\n{standing}\n\n" + _EN_CHANGE,
        ),
    ),
    _kind(
        "new_place",
        _("A meeting has a new place"),
        {
            "standing": _("whether the person has a place, and when the link comes"),
            **ONE_MEETING,
        },
        ("place", "manage_link"),
        sv=(
            "Ny plats: {meeting}",
            "Hej!\n\nMötet har en ny plats.\n\n{meeting}\n{when}\nNy plats: {place}\n\n"
            "{standing}\n\n" + _SV_CHANGE,
        ),
        en=(
            "New place: {meeting}",
            "Hello!\n\nThe meeting is in a new place.\n\n{meeting}\n{when}\nNew place: {place}\n\n"
            "{standing}\n\n" + _EN_CHANGE,
        ),
    ),
    _kind(
        "called_off",
        _("A meeting is cancelled"),
        {"reason": _("why"), **ONE_MEETING},
        (),
        sv=(
            "Inställt: {meeting}",
            "Hej!\n\nMötet är inställt. Du behöver inte avboka.\n\n"
            + _MEETING
            + "Varför: {reason}\n\n"
            "Här ser du dina andra anmälningar:\n{manage_link}\n\nFrågor? {contact}",
        ),
        en=(
            "Cancelled: {meeting}",
            "Hello!\n\nThe meeting is cancelled. You need not do anything.\n\n"
            + _MEETING
            + "Why: {reason}\n\n"
            "Here you see what else you have signed up for:\n{manage_link}\n\nQuestions? {contact}",
        ),
    ),
)
