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
    secret=True,
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

RIGHT_ASKED_FOR = MailKind(
    key="people.right_asked_for",
    name=_("A request about personal data has come in"),
    variables={
        "request": _("what was asked for"),
        "due": _("the last day for our answer"),
        "contact": _("the region's e-mail address"),
    },
    defaults={
        "sv": (
            "Vi har fått din begäran om personuppgifter",
            (
                "Hej!\n\n"
                "Vi har fått din begäran: {request}.\n\n"
                "Du får svar med e-post senast {due}.\n\n"
                "Var det inte du som bad om det? Skriv till {contact}."
            ),
        ),
        "en": (
            "We have your request about personal data",
            (
                "Hello!\n\n"
                "We have your request: {request}.\n\n"
                "You get an answer by e-mail on {due} at the latest.\n\n"
                "Was it not you who asked? Write to {contact}."
            ),
        ),
    },
    sample={
        "request": "Radera det ni har om mig",
        "due": "fredag 5 juni",
        "contact": "s3@example.se",
    },
)

RIGHT_ANSWERED = MailKind(
    key="people.right_answered",
    name=_("The answer to a request about personal data"),
    variables={
        "request": _("what was asked for"),
        "answer": _("what the staff answers"),
        "contact": _("the region's e-mail address"),
    },
    required=("answer",),
    defaults={
        "sv": (
            "Svar på din begäran om personuppgifter",
            (
                "Hej!\n\n"
                "Du har bett om detta: {request}.\n\n"
                "Vårt svar:\n\n{answer}\n\n"
                "Har du frågor? Skriv till {contact}."
            ),
        ),
        "en": (
            "The answer to your request about personal data",
            (
                "Hello!\n\n"
                "You asked for this: {request}.\n\n"
                "Our answer:\n\n{answer}\n\n"
                "Do you have questions? Write to {contact}."
            ),
        ),
    },
    sample={
        "request": "Rätta något",
        "answer": "Ditt namn är rättat.",
        "contact": "s3@example.se",
    },
)

ERASED = MailKind(
    key="people.erased",
    name=_("The person is erased"),
    variables={"contact": _("the region's e-mail address")},
    defaults={
        "sv": (
            "Dina personuppgifter är raderade",
            (
                "Hej!\n\n"
                "Vi har raderat det vi hade om dig, som du bad om. Handlingar i diariet är "
                "allmänna handlingar. De är maskade och förstörs först efter ett "
                "gallringsbeslut.\n\n"
                "Det här är vårt sista meddelande. När det har gått i väg raderas även din "
                "adress.\n\n"
                "Har du frågor? Skriv till {contact}."
            ),
        ),
        "en": (
            "Your personal data is erased",
            (
                "Hello!\n\n"
                "We have erased what we kept about you, as you asked. Records in the register are "
                "public records. They are masked, and are destroyed only after a disposal "
                "decision.\n\n"
                "This is our last message. When it has gone, your address is erased too.\n\n"
                "Do you have questions? Write to {contact}."
            ),
        ),
    },
    sample={"contact": "s3@example.se"},
)

SECOND_FACTOR_CHANGED = MailKind(
    key="people.second_factor_changed",
    name=_("Change of an authenticator app"),
    variables={"what": _("what was changed")},
    required=("what",),
    defaults={
        "sv": (
            "Din inloggning har ändrats",
            (
                "Hej!\n\n"
                "{what}\n\n"
                "Var det du, eller bad du om det? Då behöver du inte göra något. "
                "Annars: svara på det här mejlet genast."
            ),
        ),
        "en": (
            "Your sign-in was changed",
            (
                "Hello!\n\n"
                "{what}\n\n"
                "Was it you, or did you ask for it? Then you need not do anything. "
                "If not, answer this mail at once."
            ),
        ),
    },
    sample={"what": "En autentiseringsapp lades till."},
)

KINDS = (
    SIGN_IN_CODE,
    MY_LINK,
    STAFF_INVITATION,
    SECOND_FACTOR_CHANGED,
    RIGHT_ASKED_FOR,
    RIGHT_ANSWERED,
    ERASED,
)
