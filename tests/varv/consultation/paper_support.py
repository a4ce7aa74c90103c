"""A round with simulated input, points and dispositions; everything in it is named as simulated."""

import random
from datetime import timedelta

from tests.varv.consultation.desk_support import LAST, NOW
from tests.varv.factories import (
    AreaFactory,
    BodyFactory,
    InvitationFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RoundFactory,
    contribution,
    disposition,
    point,
    the_programme,
)
from varv import clock
from varv.consultation import actions
from varv.consultation.contents import Content, Sender
from varv.consultation.models import Contribution, Disposition, Document, Theme
from varv.cycles import actions as cycles
from varv.cycles.actions import NewDecision
from varv.people.models import Organisation, Sector
from varv.registry import actions as registry
from varv.text.translated import Translated

AREAS = ("Jord och skog", "Besöksnäring", "Energi och klimat", "Digitala tjänster")
THEMES = ("Kompetens", "Transporter", "Finansiering ur ERUF och Interreg")
PLACES = ("Ragunda", "Åre", "Östersund", "Härjedalen", "Strömsund")
WISHES = (
    "Vi vill att programmet nämner de små sågverken i byarna. Där blir träet till något.",
    "Bredband behövs i hela byn, annars flyttar företagen.",
    "Tågen måste gå även på kvällen så att de som arbetar i fjällen kan pendla.",
    "Låt pengar ur Interreg gå till samarbete med Trøndelag om bioekonomi.",
    "Utbildningar behöver ges på distans. Många kan inte flytta till Östersund för att läsa.",
)  # fmt: skip
REASONS = (
    "Programmet säger det tydligare nu.",
    "Frågan hör till den regionala transportplanen och har lämnats dit.",
    "Det ryms redan i området som det är beskrivet.",
)


def simulated(inputs=12, seed=7):
    """Return a round in which ``inputs`` came, with three points in each."""
    dice = random.Random(seed)
    with clock.pinned(NOW - timedelta(days=2)):
        areas, round_ = _texts_out()
        themes = [
            Theme.objects.create(
                programme=round_.programme, position=place, name=Translated(sv=name)
            )
            for place, name in enumerate(THEMES)
        ]
        places = [MunicipalityFactory(name=name) for name in PLACES]
        senders = _senders(places, inputs)
        for one in senders[: len(senders) // 2 : 3]:
            InvitationFactory(round=round_, organisation=one, sector=one.sector, invited_at=NOW)
        InvitationFactory(round=round_, sector="business", invited_at=NOW)
        points = [
            made
            for number in range(inputs)
            for made in _input(dice, round_, number, senders, places, areas, themes)
        ]
    _changed(points, areas)
    return round_


def _texts_out():
    programme = the_programme()
    number = programme.rounds.count() + 1
    areas = [
        AreaFactory(
            programme=programme,
            name=Translated(sv=f"{name} (simulerat {number})"),
            position=place,
            summary=Translated(sv="Det som växer ska bli mer värt här."),
            text=Translated(
                sv="Länet har mycket skog och få som förädlar den.\n\nVi vill:\n- fler sågverk\n"
                "- mer forskning"
            ),
        )
        for place, name in enumerate(AREAS)
    ]
    round_ = RoundFactory(
        programme=programme,
        title=Translated(sv="Simulerad dialog om länets framtid", en="Simulated dialogue"),
        summary=Translated(sv="Vad kan länet bli starkt i? Alla inspel här är simulerade."),
        opens_at=NOW - timedelta(days=20),
        closes_at=LAST,
    )
    for place, area in enumerate(areas, start=1):
        out = cycles.put_version_out(None, version=_draft(area, str(area.text)))
        Document.objects.create(round=round_, position=place, area_version=out)
    return areas, round_


def _draft(area, text, based_on=None):
    """A draft of an area, worded as ``text``."""
    draft = cycles.draft_area(None, area=area, based_on=based_on)
    return cycles.edit_area_draft(
        None, version=draft, seen=draft.revision, name=area.name, summary=area.summary,
        text={"sv": text},
    )  # fmt: skip


def _senders(places, inputs):
    known = Organisation.objects.count()
    return [
        OrganisationFactory(
            name=f"Simulerad aktör {known + number}",
            sector=list(Sector.values)[number % 4],
            municipality=places[number % len(places)],
            checked_at=NOW,
        )
        for number in range(max(inputs // 2, 1))
    ]


def _input(dice, round_, number, senders, places, areas, themes):
    alone = number % 3 == 2
    sender = senders[number % len(senders)]
    said = " ".join(dice.sample(WISHES, 3))
    made = contribution(
        round=round_,
        channel=list(Contribution.Channel.values)[1 + number % 4],
        sender=Sender(
            name=f"Simulerad Person {number}",
            organisation="" if alone else sender.name,
            sector="civil" if alone else sender.sector,
            municipality=places[number % len(places)],
        ),
        content=Content(
            title=f"Simulerat inspel {number + 1}",
            text=f"{said}\n\nMed vänlig hälsning\nSimulerad Person {number}",
        ),
    )
    if number % 10 != 9:
        actions.publish(None, contributions=[made])
    if number % 20 == 11:
        actions.hide(None, contribution=made, reason="Simulerat: angriper en person.")
    outcomes = list(Disposition.Outcome.values)
    for place in range(3):
        area = areas[(number + place) % len(areas)] if place < 2 else None
        one = point(contribution=made, text=WISHES[(number + place) % len(WISHES)], area=area,
                    theme=themes[place], heading=f"Simulerad synpunkt {place + 1}")  # fmt: skip
        disposition(
            point=one,
            outcome=outcomes[(number + place) % len(outcomes)],
            reason=REASONS[(number + place) % len(REASONS)],
            changed_text="Små sågverk i byarna." if place == 0 and number % 5 == 0 else "",
        )
        yield one


def _changed(points, areas):
    area = areas[0]
    text = str(area.text).replace("fler sågverk", "fler små sågverk i byarna")
    out = area.versions.get(state="out_for_comment")
    adopted = cycles.adopt_area_version(
        None,
        version=_draft(area, text, out),
        decision=NewDecision(
            body=BodyFactory(), decided_on=NOW.date(), title={"sv": "Området antas"}, paragraph="12"
        ),
        reason="Simulerat: inspelen sade så.",
    )
    for one, other in zip(points[3:6], points[6:9], strict=False):
        other.merged_into = one
        other.save(update_fields=["merged_into"])
    for one in points[:4]:
        registry.trace(None, source=one, target=area, relation="changed")
    registry.trace(None, source=points[0], target=adopted.changes.get(), relation="changed")
