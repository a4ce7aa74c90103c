"""Keeping the themes of a programme, and the wordings that reasons start from."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.consultation.models import Disposition, Point, ReasonTemplate, Theme
from varv.cycles.models import Programme
from varv.people.models import User
from varv.registry.actions import log
from varv.text.translated import Translated


@transaction.atomic
def add_theme(actor: User | None, *, programme: Programme, name: Translated) -> Theme:
    """Add a theme, after the others."""
    themes = _lock_themes(programme)
    _check_name(themes, name)
    position = max((one.position for one in themes), default=0) + 1
    made = Theme.objects.create(programme=programme, name=name, position=position)
    log(actor, "consultation.add_theme", made)
    return made


@transaction.atomic
def rename_theme(actor: User | None, *, theme: Theme, name: Translated) -> Theme:
    """Give a theme another name."""
    themes = _lock_themes(theme.programme)
    locked = _among(themes, theme)
    _check_name([one for one in themes if one.pk != theme.pk], name)
    locked.name = name
    locked.save(update_fields=["name"])
    log(actor, "consultation.rename_theme", locked)
    return locked


@transaction.atomic
def order_theme(actor: User | None, *, theme: Theme, by: int) -> None:
    """Show a theme earlier (``by`` -1) or later (1) among the others."""
    themes = _lock_themes(theme.programme)
    at = themes.index(_among(themes, theme))
    to = at + by
    if by not in {-1, 1} or not 0 <= to < len(themes):
        return
    themes[at], themes[to] = themes[to], themes[at]
    for place, one in enumerate(themes, start=1):
        one.position = place
    Theme.objects.bulk_update(themes, ["position"])
    log(actor, "consultation.order_themes", None, order=[one.pk for one in themes])


@transaction.atomic
def merge_themes(actor: User | None, *, theme: Theme, into: Theme) -> int:
    """Let all points of a theme be under another, and the theme be gone; return how many moved."""
    themes = _lock_themes(theme.programme)
    gone, kept = _among(themes, theme), _among(themes, into)
    if gone.pk == kept.pk:
        raise ValidationError({"into": _("Choose another theme.")})
    count = Point.objects.filter(theme=gone).update(theme=kept)
    log(actor, "consultation.merge_themes", kept, gone=gone.pk, points=count)
    gone.delete()
    return count


@transaction.atomic
def remove_theme(actor: User | None, *, theme: Theme) -> None:
    """Remove a theme that no point is under."""
    locked = _among(_lock_themes(theme.programme), theme)
    if locked.points.exists():
        raise ValidationError(
            _("There are points under this theme. Move them, or merge the theme with another.")
        )
    log(actor, "consultation.remove_theme", locked)
    locked.delete()


@transaction.atomic
def save_reason(
    actor: User | None,
    *,
    name: str,
    outcome: str,
    text: str,
    template: ReasonTemplate | None = None,
) -> ReasonTemplate:
    """Keep a wording that reasons start from, a new one or a changed one."""
    if outcome not in Disposition.Outcome.values:
        raise ValidationError({"outcome": _("Choose a disposition.")})
    others = ReasonTemplate.objects.all()
    if template is not None:
        others = others.exclude(pk=template.pk)
    if others.filter(name__iexact=name.strip()).exists():
        raise ValidationError({"name": _("There is a wording of this name already.")})
    kept = template or ReasonTemplate()
    kept.name, kept.outcome, kept.text = name.strip(), outcome, text.strip()
    kept.save()
    log(actor, "consultation.save_reason", kept)
    return kept


@transaction.atomic
def remove_reason(actor: User | None, *, template: ReasonTemplate) -> None:
    """Remove a wording; the dispositions that it was used in stay as they are."""
    log(actor, "consultation.remove_reason", template)
    template.delete()


def _lock_themes(programme: Programme) -> list[Theme]:
    return list(
        Theme.objects.select_for_update(of=("self",))
        .filter(programme=programme)
        .order_by("position", "pk")
    )


def _among(themes: list[Theme], theme: Theme) -> Theme:
    found = next((one for one in themes if one.pk == theme.pk), None)
    if found is None:
        raise ValidationError(_("This theme is gone already."))
    return found


def _check_name(others: list[Theme], name: Translated) -> None:
    taken = {text.casefold() for one in others for text in one.name.values() if text}
    if any(text.casefold() in taken for text in name.values() if text):
        raise ValidationError({"name": _("There is a theme of this name already.")})
