"""Mail that a machine wrote: it is kept, and never answered, for two machines never tire."""

import re
from collections.abc import Collection, Iterator

from varv.consultation.inbox.mail import Address, Automatic
from varv.consultation.inbox.parts import Part

_LOOKED_AT = 20_000
_DAEMONS = re.compile(
    r"^(?:mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]+)@", re.I
)
_FAILED = re.compile(
    r"undeliver|delivery (?:status|has failed|failure|incomplete|delayed)|returned mail"
    r"|mail delivery (?:failed|system|subsystem)|failure notice|could not be delivered"
    r"|(?:kunde|gick|kan) inte (?:att )?(?:levereras?|nå)|olevererbart|ej levererat"
    r"|går inte att leverera"
    r"|unzustellbar|kunne ikke leveres|recipient(?:s)? (?:address )?(?:was )?rejected"
    r"|\b5\d\d[ -]5\.\d\.\d|permanent (?:fatal )?error",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"^\s*(?:autosvar|auto ?svar|automatiskt svar|automatisk svar|automatic reply|auto(?:matic)?"
    r"[- ]?reply|automatische antwort|automaattinen vastaus|autoreply|auto"
    r"|out of (?:the )?office(?: auto ?reply)?|frånvaro(?:meddelande)?|frånvarande)\s*:",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\bfrånvaro|\bfrånvarande|\bout of (?:the )?office|\bpå semester|\bon vacation|\babwesen"
    r"|\bautosvar|\bautomatiskt svar|\bauto-?reply",
    re.IGNORECASE,
)
_SIGNS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-auto-response",
    "x-ms-exchange-generated-message-source-autoreply",
)
_ANSWERS = re.compile(r"^METHOD(?:;[^:\r\n]*)?:(?:REPLY|COUNTER|DECLINECOUNTER)\s*$", re.I | re.M)


def kind(
    whole: Part,
    sender: Address,
    text: str,
    *,
    own_domains: Collection[str] = (),
    own_addresses: Collection[str] = (),
) -> Automatic | None:
    """Return what a machine wrote this for, or None where a person wrote it."""
    if _is_own(whole, sender, own_domains, own_addresses):
        return Automatic.OWN
    if _is_receipt(whole):
        return Automatic.RECEIPT
    if _is_bounce(whole, sender, text):
        return Automatic.BOUNCE
    if any(_answers_a_meeting(part) for part in whole.walk()):
        return Automatic.CALENDAR
    return Automatic.AUTO_REPLY if _is_reply(whole) else None


def _is_own(
    whole: Part,
    sender: Address,
    own_domains: Collection[str],
    own_addresses: Collection[str],
) -> bool:
    """Our own mail is known by its address, or by the domain that only we make ids in."""
    if sender.email in {address.lower() for address in own_addresses}:
        return True
    domain = whole.headers.first("message-id").strip(" <>").rpartition("@")[2].lower()
    return bool(domain) and domain in {one.lower() for one in own_domains}


def _report_type(whole: Part) -> str:
    if whole.kind != "multipart/report":
        return ""
    return whole.headers.parameter("content-type", "report-type").lower()


def _is_receipt(whole: Part) -> bool:
    if _report_type(whole) == "disposition-notification":
        return True
    kinds = {part.kind for part in _top(whole)}
    return "message/disposition-notification" in kinds


def _is_bounce(whole: Part, sender: Address, text: str) -> bool:
    headers = whole.headers
    if _report_type(whole) in {"delivery-status", "global-delivery-status"}:
        return True
    if "x-failed-recipients" in headers:
        return True
    kinds = {part.kind for part in _top(whole)}
    comes_from_none = _is_from_none(whole) or bool(_DAEMONS.match(sender.email))
    if comes_from_none and {"message/delivery-status", "text/rfc822-headers"} & kinds:
        return True
    said = f"{headers.words('subject')}\n{text[:_LOOKED_AT]}"
    return comes_from_none and bool(_FAILED.search(said))


def _is_from_none(whole: Part) -> bool:
    return any("".join(path.split()) == "<>" for path in whole.headers.all("return-path"))


def _top(whole: Part) -> Iterator[Part]:
    yield from whole.parts or [whole]


def _answers_a_meeting(part: Part) -> bool:
    """Tell an answer from a request, and from a calendar file that a person attached."""
    if part.kind != "text/calendar" or part.is_attached:
        return False
    method = part.headers.parameter("content-type", "method").upper()
    if method:
        return method in {"REPLY", "COUNTER", "DECLINECOUNTER"}
    content = part.unpacked()[0][:_LOOKED_AT].decode("utf-8", "replace")
    return bool(_ANSWERS.search(content))


def _is_reply(whole: Part) -> bool:
    headers = whole.headers
    submitted = re.split(r"[;(\s]", headers.first("auto-submitted").lower().strip())[0]
    if submitted not in {"", "no"}:
        return True
    if any(headers.first(name).strip().lower() not in {"", "no"} for name in _SIGNS):
        return True
    precedence = headers.first("precedence").strip().lower().replace("-", "_")
    if precedence == "auto_reply" or (precedence == "junk" and _is_from_none(whole)):
        return True
    subject = headers.words("subject")
    if _REPLY.match(subject):
        return True
    return bool(_AWAY.search(subject)) and _has_weak_sign(whole, precedence)


def _has_weak_sign(whole: Part, precedence: str) -> bool:
    """Signs that people's mail may have as well, and that count only together with a subject."""
    headers = whole.headers
    if precedence in {"bulk", "junk", "list"} or _is_from_none(whole):
        return True
    return "x-auto-response-suppress" in headers or "x-autogenerated" in headers
