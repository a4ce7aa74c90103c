"""What incoming mail adds to the extension points of the apps below."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from varv.consultation import desk
from varv.consultation.models import Contribution, IncomingMail
from varv.files import access as files_access
from varv.files.models import File
from varv.people import desk as people_desk
from varv.registry import kinds, log_actions, masking
from varv.registry.diary import entries as diary
from varv.registry.guard import may
from varv.registry.models import Record


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    kinds.register(
        kinds.Kind(
            "incoming_mail", "consultation.IncomingMail", _("incoming e-mail"), describe_mails
        )
    )
    files_access.owners.register("consultation.mails", may_read_file)
    people_desk.items.register("consultation.mail", desk.mail_items)
    diary.originals.register("consultation.mail", mails_as_they_came)


LOG_ACTIONS = {
    "consultation.take_in_mail": _("E-mail taken in"),
    "consultation.sort_mail": _("E-mail sorted into a round"),
    "consultation.put_mail_aside": _("E-mail put aside"),
    "consultation.mark_mail_as_double": _("E-mail marked as a double"),
    "consultation.take_mail_up": _("E-mail taken up again"),
}


def may_read_file(file: File, reader: files_access.Reader) -> bool:
    """Let those read a mail, and what is enclosed in it, who may read mail."""
    if not reader.has_perm("consultation.view_mail"):
        return False
    originals = IncomingMail.objects.filter(original=file)
    return originals.exists() or IncomingMail.objects.filter(files=file).exists()


def describe_mails(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name incoming mail by its subject to those who may read it."""
    if not may(user, "consultation.view_mail"):
        return {}
    found = IncomingMail.objects.filter(pk__in=ids)
    return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in found}


def mails_as_they_came(records: Sequence[Record]) -> Mapping[int, int]:
    """Tell which mail each record came by; one in which anything is masked stays here."""
    found = Contribution.objects.filter(record__in=records, mail__original__isnull=False).exclude(
        masking.masked_in(Contribution, "pk")
        | masking.masked_in(Record, "record")
        | masking.masked_in(IncomingMail, "mail")
    )
    return dict(found.values_list("record", "mail__original"))
