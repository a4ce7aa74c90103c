"""Secrecy: a record that is secret under a law stays in the register, but not what it says."""

import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.registry.actions.events import log
from varv.registry.models import Record
from varv.text.hostile import AtMost, one_line, refuse_hostile

_LIKE_A_LAW = re.compile(r"(?i)\bOSL\b|\bkap\b|§|\d+\s*:\s*\d+|\blag(en)?\b|\bact\b")
MAX_LENGTH = Record._meta.get_field("secrecy").max_length
MAX_REASON = 500


@transaction.atomic
def set_secrecy(actor: AbstractBaseUser | None, *, record: Record, reference: str) -> Record:
    """Note under which law a record is secret; from then on only its existence is public."""
    law = clean_line(reference, "reference", MAX_LENGTH)
    if not law:
        raise ValidationError({"reference": _("Write which law it is secret under.")})
    locked = _locked(record)
    if locked.secrecy == law:
        return locked
    before, locked.secrecy = locked.secrecy, law
    locked.save(update_fields=["secrecy"])
    log(actor, "registry.set_secrecy", locked, reference=law, before=before)
    return locked


@transaction.atomic
def lift_secrecy(actor: AbstractBaseUser | None, *, record: Record, reason: str) -> Record:
    """Say that a record is secret no more, and why; lifting it twice changes nothing."""
    why = clean_line(reason, "reason", MAX_REASON)
    if not why:
        raise ValidationError({"reason": _("Say why it is secret no more.")})
    locked = _locked(record)
    if not locked.secrecy:
        return locked
    before, locked.secrecy = locked.secrecy, ""
    locked.save(update_fields=["secrecy"])
    log(actor, "registry.lift_secrecy", locked, reason=why, before=before)
    return locked


def looks_like_a_law(reference: str) -> bool:
    """Tell whether a reference looks like one, such as OSL 21 kap. 1 §: only ever a hint."""
    return bool(_LIKE_A_LAW.search(reference))


def clean_line(text: str, field: str, longest: int | None) -> str:
    """Return one line of plain text; what is wrong with it is told on its field."""
    line = text.strip()
    try:
        one_line(line)
        refuse_hostile(line)
        AtMost(longest)(line)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from None
    return line


def _locked(record: Record) -> Record:
    rows = Record.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("case").get(pk=record.pk)
