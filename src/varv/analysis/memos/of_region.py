"""What can be filled into the region in figures: its municipalities, its areas, who took part."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from varv.analysis.county.pictures import figures_of
from varv.analysis.county.statistics import Measure
from varv.analysis.memos.material import Material
from varv.analysis.memos.of_area import MOST, Made, profiles_source, quotient
from varv.analysis.profiles.shown import Profiles
from varv.files import blocks
from varv.text import numbers


def municipalities(known: Material) -> Made:
    """Each municipality and the whole region in figures, with where they are from."""
    county = known.county
    rows = [
        (
            one.name,
            numbers.number(one.population),
            numbers.signed(one.change, 1),
            numbers.number(one.density, 1),
            numbers.number(one.workplaces_per_thousand),
            numbers.number(one.distance),
        )
        for one in (*county.places, county.whole)
    ]
    headings = [
        _("Municipality"),
        _("Inhabitants"),
        _("Change, %"),
        _("Per km²"),
        _("Workplaces per 1,000"),
        _("Km to %(seat)s") % {"seat": county.seat} if county.seat else _("Km to the seat"),
    ]
    yield blocks.table(_("The municipalities"), headings, rows, numbers=range(1, 6))
    if any(one.workplaces_per_thousand for one in county.places):
        yield blocks.paragraph(
            _(
                "A workplace is no job: a farm or a forest of one's own is a workplace without "
                "anybody employed, so sparsely peopled places have many for each inhabitant."
            )
        )
    if county.sources:
        told = dict.fromkeys(_dated(one) for one in county.sources if one.source)
        yield blocks.paragraph(_("Sources: %(sources)s.") % {"sources": "; ".join(told)})


def _dated(one: Measure) -> str:
    years = [year for year in one.years if year]
    return f"{one.label}: {one.source}, {years[-1]}" if years else f"{one.label}: {one.source}"


def figure(key: str, known: Material) -> Made:
    """One picture of the whole county."""
    found = figures_of(known.county).get(key)
    if found is None:
        yield blocks.paragraph(_("There are not figures enough for this picture."))
        return
    yield found


def areas(known: Material) -> Made:
    """The areas side by side: jobs, share and location quotient."""
    found = known.profiles
    if found is None or not found.all:
        yield blocks.paragraph(_("There are no figures of the areas yet."))
        return
    rows = [
        (
            str(one.area),
            one.jobs_range,
            one.share_range,
            quotient(one.quotient) if one.quotient else numbers.NOTHING,
            one.says,
        )
        for one in found.all
    ]
    caption = _("The areas in figures, %(region)s, %(year)s. Compared with: %(whom)s.") % {
        "region": found.region,
        "year": found.year,
        "whom": str(found.kept.source.get_compared_with_display()).lower(),
    }
    headings = [
        _("Area"),
        str(found.kept.source.version.dataset.unit).capitalize(),
        _("Share"),
        _("LQ, 90 % within"),
        _("What it says"),
    ]
    if len(known.sources) > 1:
        yield blocks.heading(found.heading, is_listed=False)
    yield blocks.bullets([f"{one.area}: {one.in_short}" for one in found.all])
    yield blocks.table(caption, headings, rows, numbers=(1, 2, 3))
    yield from _about(found)
    if found.overlap_texts:
        yield blocks.bullets(found.overlap_texts)


def outside(known: Material) -> Made:
    """The largest activities that belong to no area."""
    found = known.profiles
    if found is None or not found.outside:
        yield blocks.paragraph(_("There are no figures of what lies outside the areas."))
        return
    told = [one for one in found.outside if one.jobs][:MOST]
    rows = [(one.shown, numbers.number(one.jobs), numbers.number(one.share, 1)) for one in told]
    unit = str(found.kept.source.version.dataset.unit).capitalize()
    caption = _("Not covered by any area, %(region)s, %(year)s") % {
        "region": found.region,
        "year": found.year,
    }
    yield blocks.table(caption, [_("Activity"), unit, _("Share, %")], rows, numbers=(1, 2))
    if found.outside_share is not None:
        sum_ = _("All that is told outside the areas: %(jobs)s, %(share)s per cent of the table.")
        yield blocks.paragraph(
            sum_
            % {
                "jobs": numbers.number(found.outside_jobs),
                "share": numbers.number(found.outside_share, 1),
            }
        )
    if len(found.outside) > len(told):
        yield blocks.paragraph(
            _("The %(shown)s largest of %(all)s activities are shown.")
            % {"shown": len(told), "all": len(found.outside)}
        )
    yield from _about(found)


def _about(found: Profiles) -> Made:
    yield blocks.paragraph(_("Source: %(source)s.") % {"source": profiles_source(found)})
    for note in (found.region_note, *found.notes):
        if note:
            yield blocks.paragraph(note)


def uneven(known: Material) -> Made:
    """How unevenly workplaces, inhabitants and taking part are spread."""
    found = known.county.uneven
    if not found:
        yield blocks.paragraph(_("There are not figures enough to tell how even it is."))
        return
    yield blocks.bullets([f"{one.label}: {one.text} {one.between_text}".strip() for one in found])


def reach(known: Material) -> Made:
    """From where fewer or more took part than expected."""
    lines = []
    for one in known.county.reached:
        for text, names in (
            (_("%(what)s: fewer than expected from %(names)s."), one.fewer),
            (_("%(what)s: more than expected from %(names)s."), one.more),
        ):
            if names:
                lines.append(text % {"what": one.label, "names": get_text_list(names, _("and"))})
    if lines:
        yield blocks.bullets(lines)
    elif not known.county.reached:
        yield blocks.paragraph(_("Nobody has taken part yet."))
    else:
        yield blocks.paragraph(_("No municipality stands out, or too few have taken part to tell."))
