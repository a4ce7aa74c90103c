"""What can be filled into the region in figures: its municipalities, its areas, who took part."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from varv.analysis.county.pictures import figures_of
from varv.analysis.memos.material import Material
from varv.analysis.memos.of_area import MOST, Made, profiles_source
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
    if county.sources:
        told = dict.fromkeys(one.source for one in county.sources if one.source)
        yield blocks.paragraph(_("Sources: %(sources)s.") % {"sources": "; ".join(told)})


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
            numbers.number(one.jobs),
            numbers.number(one.share, 1),
            numbers.number(one.quotient["lq"], 2) if one.quotient else numbers.NOTHING,
            str(one.verdict),
        )
        for one in found.all
    ]
    caption = _("The areas in figures, %(region)s, %(year)s") % {
        "region": found.region,
        "year": found.year,
    }
    headings = [_("Area"), _("Jobs"), _("Share, %"), _("LQ"), _("What it says")]
    yield blocks.table(caption, headings, rows, numbers=(1, 2, 3))
    yield blocks.paragraph(_("Source: %(source)s.") % {"source": profiles_source(found)})
    if found.region_note:
        yield blocks.paragraph(found.region_note)
    if found.overlap_texts:
        yield blocks.bullets(found.overlap_texts)


def outside(known: Material) -> Made:
    """The largest activities that belong to no area."""
    found = known.profiles
    if found is None or not found.outside:
        yield blocks.paragraph(_("There are no figures of what lies outside the areas."))
        return
    told = [one for one in found.outside if one.jobs][:MOST]
    rows = [
        (f"{one.code} {one.name}", numbers.number(one.jobs), numbers.number(one.share, 1))
        for one in told
    ]
    headings = [_("Activity"), _("Jobs"), _("Share, %")]
    yield blocks.table(_("Not covered by any area"), headings, rows, numbers=(1, 2))


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
    else:
        yield blocks.paragraph(_("No municipality stands out, or too few have taken part to tell."))
