"""The mails that people writes: their placeholders and default wordings."""

from django.utils.translation import gettext_lazy as _

from varv.registry.mailtexts import MailKind

SIGN_IN_CODE = MailKind(
    key="people.sign_in_code",
    set_off_by_anybody=True,
    name=_("Code for signing in"),
    variables={
        "code": _("the code"),
        "minutes": _("how many minutes the code can be used"),
    },
    required=("code",),
    defaults={
        "sv": (
            "Din kod: {code}",
            (
                "Hej!\n\n"
                "Här är din kod för att logga in:\n\n"
                "{code}\n\n"
                "Koden gäller i {minutes} minuter och kan användas en gång. "
                "Ge den inte till någon annan.\n\n"
                "Har du inte bett om en kod? Då behöver du inte göra något."
            ),
        ),
        "en": (
            "Your code: {code}",
            (
                "Hello!\n\n"
                "Here is your code for signing in:\n\n"
                "{code}\n\n"
                "The code works for {minutes} minutes, and once. Do not give it to anyone.\n\n"
                "Did you not ask for a code? Then you need not do anything."
            ),
        ),
    },
    sample={"code": "RKWX-T4HP", "minutes": "15"},
)

MY_LINK = MailKind(
    key="people.my_link",
    set_off_by_anybody=True,
    name=_("Link to my page"),
    variables={"link": _("the link to my page")},
    required=("link",),
    defaults={
        "sv": (
            "Din länk till Min sida",
            (
                "Hej!\n\n"
                "Här är din länk till Min sida. Där ser du dina anmälningar och kan ändra dem:\n\n"
                "{link}\n\n"
                "Länken är personlig. Skicka den inte vidare.\n\n"
                "Har du inte bett om en länk? Då behöver du inte göra något."
            ),
        ),
        "en": (
            "Your link to My page",
            (
                "Hello!\n\n"
                "Here is your link to My page. There you see what you have signed up for and can "
                "change it:\n\n"
                "{link}\n\n"
                "The link is yours alone. Do not pass it on.\n\n"
                "Did you not ask for a link? Then you need not do anything."
            ),
        ),
    },
    sample={"link": "https://s3.example.se/my/eXaMpLe/"},
)

STAFF_INVITATION = MailKind(
    key="people.staff_invitation",
    name=_("Invitation to the staff"),
    variables={
        "role": _("the role that was given"),
        "inviter": _("who invites"),
        "link": _("the address of the sign-in page"),
    },
    required=("link",),
    defaults={
        "sv": (
            "Du har fått en roll i arbetet med smart specialisering",
            (
                "Hej!\n\n"
                "{inviter} har gett dig en roll: {role}.\n\n"
                "Så loggar du in:\n"
                "1. Gå till {link}\n"
                "2. Skriv den här e-postadressen.\n"
                "3. Du får en kod med e-post. Skriv in den.\n\n"
                "Du behöver inget lösenord."
            ),
        ),
        "en": (
            "You have a role in the work on smart specialisation",
            (
                "Hello!\n\n"
                "{inviter} has given you a role: {role}.\n\n"
                "This is how you sign in:\n"
                "1. Go to {link}\n"
                "2. Write this e-mail address.\n"
                "3. You get a code by e-mail. Type it in.\n\n"
                "You need no password."
            ),
        ),
    },
    sample={
        "role": "Analytiker",
        "inviter": "Johan Ek",
        "link": "https://s3.example.se/sign-in/",
    },
)

KINDS = (SIGN_IN_CODE, MY_LINK, STAFF_INVITATION)
