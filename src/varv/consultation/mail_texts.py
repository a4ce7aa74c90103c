"""The wordings of the mails about input, until staff write their own."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varv.registry.mailtexts import MailKind

COMMON: Mapping[str, str | Promise] = {
    "round": _("the title of the round"),
    "case": _("the case number"),
    "closes": _("the last day for input"),
    "contact": _("the region's e-mail address"),
}
SAMPLE = {
    "round": "Dialog om öppna ängar",
    "case": "S3/12/2026",
    "closes": "torsdag 4 juni 2026",
    "contact": "region@example.org",
    "reference": "S3/12/2026-1",
    "reason": "Texten namnger en person som inte har gett sitt samtycke.",
    "link": "https://varv.example/my/…",
    "subject": "Inspel om ängar",
}
_SV_CONTACT = "Har du frågor? Skriv till {contact}.\n"
_EN_CONTACT = "Do you have questions? Write to {contact}.\n"


def _kind(
    key: str,
    name: str | Promise,
    variables: Mapping[str, str | Promise],
    required: tuple[str, ...] = (),
    *,
    set_off_by_anybody: bool = False,
    **defaults: tuple[str, str],
) -> MailKind:
    known = {**COMMON, **variables}
    sample: dict[str, Any] = {variable: SAMPLE[variable] for variable in known}
    return MailKind(
        key=f"consultation.{key}",
        name=name,
        variables=known,
        defaults=defaults,
        sample=sample,
        required=required,
        set_off_by_anybody=set_off_by_anybody,
    )


KINDS = [
    _kind(
        "confirm",
        _("Input on the web: confirm the address"),
        {"link": _("the link that confirms it")},
        ("link",),
        set_off_by_anybody=True,
        sv=(
            "Bekräfta ditt inspel till {round}",
            "Hej!\n\n"
            "Någon, troligen du, har skickat in ett inspel till {round} med din e-postadress.\n\n"
            "Öppna sidan och bekräfta, så räknas inspelet:\n{link}\n\n"
            "Länken gäller i 30 dagar. Var det inte du? Då behöver du inte göra något: inspelet "
            "räknas inte och tas bort.\n\n" + _SV_CONTACT,
        ),
        en=(
            "Confirm your input to {round}",
            "Hello!\n\n"
            "Somebody, probably you, has sent input to {round} with your e-mail address.\n\n"
            "Open the page and confirm, and the input counts:\n{link}\n\n"
            "The link holds for 30 days. Was it not you? Then you need do nothing: the input does "
            "not count and is deleted.\n\n" + _EN_CONTACT,
        ),
    ),
    _kind(
        "receipt",
        _("Input: receipt"),
        {
            "reference": _("number in the register"),
            "link": _("link to the person's own page"),
        },
        ("reference",),
        sv=(
            "Tack för ditt inspel: {reference}",
            "Hej!\n\n"
            "Tack för ditt inspel till {round}. Det har nummer {reference} hos oss. En kopia "
            "följer med som PDF.\n\n"
            "På din egen sida ser du ditt inspel. Där kan du ändra det eller ta tillbaka det till "
            "och med sista dagen, {closes}:\n{link}\n\n"
            "Länken är bara till för dig. Skicka den inte vidare.\n\n" + _SV_CONTACT,
        ),
        en=(
            "Thank you for your input: {reference}",
            "Hello!\n\n"
            "Thank you for your input to {round}. Its number with us is {reference}. A copy is "
            "enclosed as PDF.\n\n"
            "On your own page you see your input. There you can change it or take it back until "
            "the last day, {closes}:\n{link}\n\n"
            "The link is for you only. Do not pass it on.\n\n" + _EN_CONTACT,
        ),
    ),
    _kind(
        "withdrawn",
        _("Input: taken back by its sender"),
        {
            "reference": _("number in the register"),
            "link": _("link to the person's own page"),
        },
        sv=(
            "Ditt inspel är tillbakadraget: {reference}",
            "Hej!\n\n"
            "Ditt inspel {reference} till {round} är tillbakadraget. Det står kvar i diariet som "
            "tillbakadraget, men texten visas inte.\n\n" + _SV_CONTACT,
        ),
        en=(
            "Your input is withdrawn: {reference}",
            "Hello!\n\n"
            "Your input {reference} to {round} is withdrawn. It stays in the register as "
            "withdrawn, but its text is not shown.\n\n" + _EN_CONTACT,
        ),
    ),
    _kind(
        "hidden",
        _("Input: no longer shown"),
        {
            "reference": _("number in the register"),
            "reason": _("why"),
            "link": _("link to the person's own page"),
        },
        ("reason",),
        sv=(
            "Ditt inspel visas inte längre på webben: {reference}",
            "Hej!\n\n"
            "Ditt inspel {reference} till {round} visas inte på webben. Skälet är:\n\n{reason}\n\n"
            "Det finns kvar i ärende {case} och läses som alla andra inspel.\n\n" + _SV_CONTACT,
        ),
        en=(
            "Your input is no longer shown on the web: {reference}",
            "Hello!\n\n"
            "Your input {reference} to {round} is not shown on the web. The reason is:\n\n"
            "{reason}\n\n"
            "It stays in case {case} and is read like all other input.\n\n" + _EN_CONTACT,
        ),
    ),
]
