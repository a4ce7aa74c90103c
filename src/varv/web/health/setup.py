"""How varv is set up: its secrets, its styles, its mail server."""

import contextlib
import smtplib
import stat
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from varv.consultation import mailbox
from varv.registry.outbox import current_sender
from varv.web.health.findings import Finding, Scope, ok, warning, wrong

SHORTEST_KEY, FEWEST_CHARACTERS = 40, 10
SECONDS_TO_ANSWER = 10


def production(scope: Scope) -> Iterator[Finding]:  # noqa: ARG001 - every check has the same shape
    """Are the settings those of a site that strangers reach?"""
    if settings.PRODUCTION:
        yield ok("VARV_PRODUCTION is set, so the settings that must be made were asked for.")
    elif settings.BASE_URL.startswith("https:"):
        yield warning(
            f"{settings.BASE_URL} looks like a public address, but VARV_PRODUCTION is not set.",
            "Set VARV_PRODUCTION=1: varv then asks for every setting that must be made.",
        )
    else:
        yield ok(f"Not in production: {settings.BASE_URL}")


def secrets(scope: Scope) -> Iterator[Finding]:  # noqa: ARG001 - as above
    """Can the key that signs links be guessed or read?"""
    key = settings.SECRET_KEY
    weak = len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS
    open_to_others = [path for path in _secret_files() if _others_may(path)]
    if weak:
        yield wrong(
            "The key that signs sessions and links is so short that it can be guessed.",
            "Set VARV_SECRET_KEY to at least 50 random characters. All links sent so far end.",
        )
    for path in open_to_others:
        yield wrong(f"Others can read {path}.", f"chmod 600 {path}")
    if not weak and not open_to_others:
        yield ok("The key that signs sessions and links is long, and kept from others.")


def _secret_files() -> list[Path]:
    home = Path(settings.HOME)
    named = [home / "secret_key", home / "database_password"]
    return [path for path in named if path.exists()]


def _others_may(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def static(scope: Scope) -> Iterator[Finding]:  # noqa: ARG001 - as above
    """Have the styles and pictures of this version been collected?"""
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield ok("Styles and pictures are collected.")
    else:
        yield wrong("Styles and pictures have not been collected.", "varv migrate")


def mail_server(scope: Scope) -> Iterator[Finding]:
    """Does the mail server let us in?"""
    if settings.REHEARSAL:
        yield ok("A rehearsal: the mail server is not asked.")
        return
    where = f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with contextlib.closing(_greeted()) as server:
            if scope.mail_to:
                server.send_message(_trial(scope.mail_to))
    except (smtplib.SMTPException, OSError) as error:
        yield _mail_trouble(where, error)
    else:
        sent = f", and took a trial mail to {scope.mail_to}" if scope.mail_to else ""
        yield ok(f"{where} lets us in{sent}.")


def mailbox_read(scope: Scope) -> Iterator[Finding]:  # noqa: ARG001 - as above
    """Can the mailbox be read that input comes to?"""
    if not settings.INBOX:
        yield ok("No mailbox is read: VARV_INBOX_URL is not set.")
        return
    if not mailbox.is_read():
        yield ok("A rehearsal: the mailbox is not read.")
        return
    where = f"The mailbox at {settings.INBOX['host']}:{settings.INBOX['port']}"
    try:
        with mailbox.opened() as box:
            unread = len(box.unread())
    except mailbox.MailboxError as error:
        yield wrong(
            f"{where} cannot be read: {_INBOX_TROUBLE[error.trouble]}",
            "Mend VARV_INBOX_URL, or see that the server runs and the firewall lets us through.",
        )
    else:
        yield ok(f"{where} lets us in; unread: {unread}.")


#: The examination speaks English, whatever the region does.
_INBOX_TROUBLE = {
    mailbox.Trouble.NO_ANSWER: "it does not answer.",
    mailbox.Trouble.NOT_SECURE: "the line cannot be made secure.",
    mailbox.Trouble.LOGIN: "it does not take our user and password.",
    mailbox.Trouble.NO_FOLDER: "the folder is not there.",
    mailbox.Trouble.DROPPED: "the line broke.",
    mailbox.Trouble.STRANGE: "it answers something strange.",
}


def _mail_trouble(where: str, error: Exception) -> Finding:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return wrong(
            f"{where} does not take our user and password: {error.smtp_code}.",
            "Mend them in VARV_EMAIL_URL.",
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return wrong(
            f"{where} cannot do what VARV_EMAIL_URL asks for: {error}",
            "It offers no STARTTLS or no login on this port: ask whoever runs it for the right "
            "one (587, or smtps:// on 465).",
        )
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused):
        return wrong(
            f"{where} refuses the trial mail: {error}",
            "See that it may relay mail for us, and that VARV_FROM_EMAIL is an address it knows.",
        )
    return wrong(
        f"{where} does not answer as it should: {error}",
        "Mend VARV_EMAIL_URL, or see that the server runs and the firewall lets us through.",
    )


def _greeted() -> smtplib.SMTP:
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    server = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SECONDS_TO_ANSWER)
    try:
        server.ehlo()
        if settings.EMAIL_USE_TLS:
            server.starttls()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.noop()
    except BaseException:
        server.close()
        raise
    return server


def _trial(to: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = current_sender().address, to
    mail["Subject"] = "varv can send mail"
    mail.set_content(f"This trial was sent by `varv doctor` from {settings.BASE_URL}.\n")
    return mail
