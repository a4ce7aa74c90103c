"""What can be filled into a memo on an area: figures, findings, evidence, SWOT, questions."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from varv.analysis.memos.material import Material
from varv.analysis.models import Citation, Finding, Memo
from varv.analysis.pictures.figure import Figure
from varv.analysis.profiles.figures import figures_of
from varv.analysis.profiles.shown import Profile, Profiles
from varv.analysis.queries import swot
from varv.analysis.results.columns import COLUMNS
from varv.analysis.results.said import said_of
from varv.cycles.models import Area
from varv.files import blocks
from varv.files.blocks import Block
from varv.meetings import queries as meetings
from varv.meetings.reach import came
from varv.reach.counting import public_numbers
from varv.text import dates, numbers

Made = Iterator[Block | Figure]
#: So many assets, activities and meetings stand in a memo; their own pages have all.
MOST = 25
#: So many names fit a cell on paper.
FEW = 4


def facts(known: Material) -> Made:
    """The main figures of the area, and what must be known about them."""
    profile, profiles = known.profile, known.profiles
    if profile is None or profiles is None:
        yield blocks.paragraph(no_figures(known.area))
        return
    if len(known.sources) > 1:
        yield blocks.heading(profiles.heading, is_listed=False)
    if profile.is_silent:
        yield blocks.paragraph(_left_out(profile) or profile.in_short)
        return
    yield blocks.paragraph(profile.in_short)
    # One page has room for what matters most, and says nothing twice.
    is_short = known.memo.kind == Memo.Kind.PAGE
    counted = () if is_short else _counted(profile)
    yield blocks.facts([*counted, *_main(profile), (_("Source"), profiles_source(profiles))])
    if profile.joined and not is_short:
        yield _joined(profile, profiles)
    notes = [profiles.lacks_note] if is_short else profiles.notes
    left_out = _left_out(profile, with_joined=is_short)  # else they stand in the table above
    for told in (profiles.region_note, *notes, left_out):
        if told:
            yield blocks.paragraph(told)


def _joined(profile: Profile, profiles: Profiles) -> Block:
    """Return what is told only together with others, as a table."""
    rows = [
        (
            one.shown,
            _("not told") if one.jobs is None else numbers.number(one.jobs),
            numbers.number(one.share, 1),
            quotient(one.row),
            "; ".join(one.inside),
            _others(one.beside),
        )
        for one in profile.joined
    ]
    caption = _("Told only together with others, %(region)s, %(year)s. Only a part is the area's.")
    headings = [
        _("Together"),
        _("Employed"),
        _("Share, %"),
        _("LQ, 90 % within"),
        _("Belongs to the area"),
        _("Does not"),
    ]
    told = {"region": profiles.region, "year": profiles.year}
    return blocks.table(caption % told, headings, rows, numbers=(1, 2, 3))


def _others(names: Sequence[str]) -> str:
    """Return the names, or how many they are where they would fill the page."""
    if len(names) <= FEW:
        return "; ".join(names)
    return _("%(number)s others") % {"number": len(names)}


def activities(known: Material) -> Made:
    """Every activity of the area, the largest first."""
    profile, profiles = known.profile, known.profiles
    if profile is None or profiles is None:
        yield from _missing(known, no_figures(known.area))
        return
    if not profile.activities:
        yield from _missing(known, _("The table tells no activity of the area by itself."))
        return
    rows = [
        (
            one.shown,
            _("not told") if one.jobs is None else numbers.number(one.jobs),
            quotient(one.row),
            str(one.verdict),
        )
        for one in profile.activities[:MOST]
    ]
    caption = _(
        "Employed and location quotients, %(region)s, %(year)s. Compared with: %(whom)s."
    ) % {
        "region": profiles.region,
        "year": profiles.year,
        "whom": str(profile.kept.source.get_compared_with_display()).lower(),
    }
    headings = [_("Activity"), _("Employed"), _("LQ, 90 % within"), _("What it says")]
    yield blocks.table(caption, headings, rows, numbers=(1, 2))


def figure(key: str, known: Material) -> Made:
    """One picture of the area's profile."""
    found = figures_of(known.profile).get(key) if known.profile else None
    if found is None:
        yield from _missing(known, _("There are not figures enough for this picture."))
        return
    yield found


def _missing(known: Material, told: str) -> Made:
    """Say what is missing, unless the main figures of the same memo have said it."""
    if "{facts}" not in known.memo.text or (known.profile and known.profile.activities):
        yield blocks.paragraph(told)


def findings(known: Material) -> Made:
    """What has been read out of the figures, each with its numbers and whether it stands."""
    if not known.findings:
        yield blocks.paragraph(_("No finding about the area has been published yet."))
    for one in known.findings:
        yield of_finding(one)


def of_finding(one: Finding) -> Block:
    """Return a finding with the figures that it was read out of."""
    said = said_of(one)
    compared = _("%(region)s, compared with %(whom)s")
    told = [
        (_("Verdict"), said.verdict),
        (_("Figures"), _figures(one)),
        (_("Region"), compared % {"region": said.region, "whom": said.compared}),
        (_("Source"), f"{said.source}, {said.years}"),
    ]
    told = [pair for pair in told if pair[1]]
    if one.state == Finding.State.QUESTIONED:
        told.append((_("Note"), _("Newer figures question it; it is to be looked at again.")))
    return blocks.entry(str(one.sentence), one.get_absolute_url(), [], told)


def evidence(known: Material) -> Made:
    """What is claimed of the area, and which sources support, contradict or leave it open."""
    for told in known.claims:
        answers = [
            (str(stance.get_stance_display()), _cited(stance))
            for group in (told.supporting, told.contradicting, told.leaving_open)
            for stance in group
        ]
        answers = answers or [(_("Sources"), _("none yet"))]
        yield blocks.entry(str(told.claim), told.claim.get_absolute_url(), [], answers)
    if known.evidence:
        yield blocks.heading(_("Sources that the area leans on"), is_listed=False)
        yield blocks.links(
            (f"{one.author}: {one.title} ({one.date_text})", one.get_absolute_url())
            for one in known.evidence
        )
    elif not known.claims:
        yield blocks.paragraph(_("No evidence has been cited for the area yet."))


def strengths_and_threats(known: Material) -> Made:
    """The SWOT that has been adopted."""
    version = known.swot
    if version is None:
        yield blocks.paragraph(_("No SWOT has been adopted yet."))
        return
    if version.unvoted_reason:
        yield blocks.paragraph(
            _("Nobody voted on %(count)s of the items. Why it was adopted all the same: %(reason)s")
            % {"count": version.unvoted, "reason": version.unvoted_reason}
        )
    for kind, items in swot.by_kind(version):
        yield blocks.heading(str(kind.label), is_listed=False)
        lines = [
            _("%(sentence)s (sources for: %(for)s, against: %(against)s)")
            % {"sentence": one.sentence, "for": one.supporting, "against": one.contradicting}
            for one in items
        ]
        yield blocks.bullets(lines) if lines else blocks.paragraph(_("Nothing."))
    yield blocks.links([(str(version), version.get_absolute_url())])


def assets(known: Material) -> Made:
    """What the area can build on: research infrastructure, clusters, test beds and the like."""
    if not known.assets:
        yield blocks.paragraph(_("No assets of the area are in the register yet."))
        return
    rows = [
        (
            one.name,
            str(one.get_kind_display()),
            str(one.owner or "–"),
            str(one.municipality or one.place or "–"),
            f"{one.source}, {one.date_text}",
        )
        for one in known.assets[:MOST]
    ]
    headings = [_("Asset"), _("Kind"), _("Owner"), _("Where"), _("Source")]
    yield blocks.table(_("Assets of the area"), headings, rows)


def reach(known: Material) -> Made:
    """Who has taken part in the work with the area, as far as it may be told."""
    held = meetings.public_meetings().filter(area=known.area, ends_at__lte=known.now)
    told = public_numbers(came)
    rows = []
    for meeting in held.exclude(state="cancelled").order_by("-starts_at")[:MOST]:
        number = told.together(meeting.pk).number
        places = sum(1 for place in told.places if told.cell(place.pk, "all", meeting.pk).number)
        rows.append(
            (
                str(meeting),
                dates.in_full(meeting.starts_at),
                _("few") if number is None else number,
                "–" if told.hides else places,
            )
        )
    if rows:
        headings = [_("Meeting"), _("Day"), _("How many came"), _("From so many municipalities")]
        yield blocks.table(_("Meetings about the area"), headings, rows)
    else:
        yield blocks.paragraph(_("No meeting about the area has been held yet."))
    for one in known.county.reached:
        if one.fewer:
            yield blocks.paragraph(
                _("%(what)s: fewer than expected from %(names)s.")
                % {"what": one.label, "names": get_text_list(one.fewer, _("and"))}
            )


def questions(known: Material) -> Made:
    """What is not known yet: claims without evidence or contested, and what no figure tells."""
    asked = [_of_claim(str(told.claim), told.standing) for told in known.claims]
    asked += [
        _("Newer figures question this: %(sentence)s") % {"sentence": one.sentence}
        for one in known.findings
        if one.state == Finding.State.QUESTIONED
    ]
    if known.profile:
        asked.append(_left_out(known.profile))
    found = [one for one in asked if one]
    yield blocks.bullets(found) if found else blocks.paragraph(_("No open questions are noted."))


def profiles_source(profiles: Profiles) -> str:
    """Return where the figures of all profiles are from."""
    version = profiles.kept.source.version
    told = pgettext(
        "where figures are from",
        "%(publisher)s, %(dataset)s, version %(number)s, %(year)s (%(licence)s)",
    )
    return told % {
        "publisher": version.dataset.publisher,
        "dataset": version.dataset,
        "number": version.number,
        "year": profiles.year,
        "licence": version.dataset.licence,
    }


def no_figures(area: Area) -> str:
    """Say that nothing can be told of an area."""
    return _("There are no figures of %(area)s yet.") % {"area": area}


def _of_claim(sentence: str, standing: str) -> str:
    texts: Mapping[str, str] = {
        "bare": _("No evidence yet: %(sentence)s"),
        "open": _("The sources leave it open: %(sentence)s"),
        "contested": _("The sources say different things: %(sentence)s"),
        "contradicted": _("The sources say otherwise: %(sentence)s"),
    }
    return texts[standing] % {"sentence": sentence} if standing in texts else ""


def _counted(profile: Profile) -> Iterator[tuple[str, str]]:
    yield _("Employed"), profile.jobs_text
    if profile.share is not None or profile.share_at_most is not None:
        yield profile.share_label, profile.share_range
    if profile.quotient and profile.quotient["lq"] is not None:
        told = f"{quotient(profile.quotient)}: {profile.verdict}"
        yield _("Location quotient (LQ), 90 per cent within"), told
    yield _("Compared with"), str(profile.kept.source.get_compared_with_display())


def _main(profile: Profile) -> Iterator[tuple[str, str]]:
    if profile.growth and profile.growth.own is not None:
        yield (
            _("Growth"),
            _("%(own)s (all that are compared: %(all)s)")
            % {"own": _per_cent(profile.growth.own), "all": _per_cent(profile.growth.compared)},
        )
    several = len(profile.activities) > 1
    for label, found in (
        (_("Leans on"), profile.leans_on if several else ()),
        (_("Strongest"), profile.strongest if several else ()),
        (_("Nearest openings"), profile.openings),
    ):
        if found:
            yield label, "; ".join(one.shown for one in found)


def _left_out(profile: Profile, *, with_joined: bool = True) -> str:
    names = [one.shown for one in profile.suppressed]
    names += [f"{code} {name}" for code, name in profile.absent]
    if with_joined:
        names += [name for one in profile.joined for name in one.inside]
    if not names:
        return ""
    return _("The table does not tell, so the area may be larger: %(names)s.") % {
        "names": "; ".join(names)
    }


def quotient(row: Mapping[str, float | None]) -> str:
    """Return a location quotient with its interval."""
    if row["lq"] is None:
        return numbers.NOTHING
    return f"{numbers.number(row['lq'], 2)} ({numbers.interval(row['low'], row['high'], 2)})"


def _per_cent(value: float | None) -> str:
    if value is None:
        return numbers.NOTHING
    return _("%(number)s per cent") % {"number": numbers.number(value, 1)}


def _figures(one: Finding) -> str:
    # Lists of codes are for the analyst; a row of numbers is read by all.
    columns = [column for column in COLUMNS[one.kind] if column.is_number]
    told = [(column.heading, column.text(one.figures)) for column in columns]
    return "; ".join(f"{heading}: {text}" for heading, text in told if text)


def _cited(one: Citation) -> str:
    where = ", ".join(part for part in (str(one.source), one.page) if part)
    said = f". {one.text}" if one.text else ""
    return f"{where} ({str(one.get_strength_display()).lower()}){said}"
