"""Mails as people send them, for tests of what becomes of them."""

from email.message import EmailMessage

NUMBER = "RUN/430/2018"


def written(
    text: str = "Vi vill ha bredband i hela byn.",
    *,
    subject: str = f"Inspel {NUMBER}",
    sender: str = "Anna Ek <anna@actor.example>",
    message_id: str | None = "<1@actor.example>",
    files: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """Return a mail; a header's underscores stand for hyphens."""
    mail = EmailMessage()
    if sender:
        mail["From"] = sender
    mail["To"] = "inspel@region.example"
    mail["Subject"] = subject
    mail["Date"] = "Thu, 28 May 2020 08:00:00 +0200"
    if message_id:
        mail["Message-ID"] = message_id
    mail.set_content(text)  # takes away what was said of another content before
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes().replace(b"\n", b"\r\n")
