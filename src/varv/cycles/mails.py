"""The mails that this app writes."""

from django.utils.translation import gettext_lazy as _

from varv.registry.mailtexts import MailKind

interest_confirmed = MailKind(
    key="cycles.interest_confirmed",
    set_off_by_anybody=True,
    name=_("Interest in an area: confirmation"),
    variables={
        "areas": _("the areas"),
        "level": _("how the person wants to take part"),
        "reference": _("number in the register"),
        "link": _("link to the person's own page"),
        "contact": _("the region's e-mail address"),
    },
    defaults={
        "sv": (
            "Tack för din intresseanmälan: {areas}",
            (
                "Hej!\n\n"
                "Vi har tagit emot din intresseanmälan för {areas}.\n"
                "Du vill: {level}.\n\n"
                "Den har nummer {reference} hos oss.\n\n"
                "På din egen sida ser du vad du är anmäld till, och där kan du ta tillbaka ditt "
                "intresse:\n{link}\n\n"
                "Länken är bara till för dig. Skicka den inte vidare.\n\n"
                "Har du frågor? Skriv till {contact}.\n"
            ),
        ),
        "en": (
            "Thank you for your interest in {areas}",
            (
                "Hello!\n\n"
                "We have received your interest in {areas}.\n"
                "You want to: {level}.\n\n"
                "Its number with us is {reference}.\n\n"
                "On your own page you see what you have signed up for, and you can take your "
                "interest back there:\n{link}\n\n"
                "The link is for you only. Do not pass it on.\n\n"
                "Do you have questions? Write to {contact}.\n"
            ),
        ),
    },
    sample={
        "areas": "Öppna ängar",
        "level": "Vara med i partnerskapet",
        "reference": "S3/12/2026-12",
        "link": "https://varv.example/my/…",
        "contact": "region@example.org",
    },
    required=("link",),
)

already_interested = MailKind(
    key="cycles.already_interested",
    set_off_by_anybody=True,
    name=_("Somebody shows interest again who has done so already"),
    variables={
        "areas": _("the areas"),
        "link": _("link to the person's own page"),
        "contact": _("the region's e-mail address"),
    },
    defaults={
        "sv": (
            "Du har redan visat intresse: {areas}",
            (
                "Hej!\n\n"
                "Du har redan visat intresse för {areas}. Någon, kanske du själv, har skrivit din "
                "adress i vårt formulär en gång till. Ditt intresse är som förut.\n\n"
                "Vill du ta tillbaka ditt intresse eller visa det på ett annat sätt? Börja på din "
                "egen sida:\n{link}\n\n"
                "Har du frågor? Skriv till {contact}.\n"
            ),
        ),
        "en": (
            "You have shown interest already: {areas}",
            (
                "Hello!\n\n"
                "You have shown interest in {areas} already. Somebody, perhaps you, has typed your "
                "address in our form once more. Your interest is as it was.\n\n"
                "Do you want to take your interest back, or show it in another way? Begin on your "
                "own page:\n{link}\n\n"
                "Do you have questions? Write to {contact}.\n"
            ),
        ),
    },
    sample={
        "areas": "Öppna ängar",
        "link": "https://varv.example/my/…",
        "contact": "region@example.org",
    },
    required=("link",),
)

area_became = MailKind(
    key="cycles.area_became",
    name=_("An area became something else: to those who are interested"),
    variables={
        "old": _("the areas that were"),
        "new": _("the areas that came of them"),
        "reason": _("why"),
        "link": _("link to the person's own page"),
        "contact": _("the region's e-mail address"),
    },
    defaults={
        "sv": (
            "{old} har blivit {new}",
            (
                "Hej!\n\n"
                "Du har visat intresse för {old}. Nu har det blivit {new}.\n\n"
                "Så här motiverar vi ändringen: {reason}\n\n"
                "Ditt intresse följer med. Du behöver inte göra något. Vill du ändra dig gör du "
                "det på din egen sida:\n{link}\n\n"
                "Har du frågor? Skriv till {contact}.\n"
            ),
        ),
        "en": (
            "{old} has become {new}",
            (
                "Hello!\n\n"
                "You have shown interest in {old}. It has now become {new}.\n\n"
                "This is why: {reason}\n\n"
                "Your interest goes with it. You need not do anything. If you change your mind, "
                "do so on your own page:\n{link}\n\n"
                "Do you have questions? Write to {contact}.\n"
            ),
        ),
    },
    sample={
        "old": "Ängar och berg",
        "new": "Ängar, Berg",
        "reason": "De två hade för lite gemensamt.",
        "link": "https://varv.example/my/…",
        "contact": "region@example.org",
    },
    required=("link",),
)
