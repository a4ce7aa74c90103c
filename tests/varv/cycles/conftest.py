import pytest

from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    MunicipalityFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
    UserFactory,
)
from varv.text.translated import Translated


@pytest.fixture
def region(db, at):
    return RegionFactory()


@pytest.fixture
def programme(region):
    return ProgrammeFactory(case__number="RUN/430/2018")


@pytest.fixture
def area(programme):
    return AreaFactory(
        programme=programme,
        slug="jord-och-skog",
        name=Translated(sv="Jord och skog", en="Soil and forest"),
        summary=Translated(sv="Mat och virke"),
    )


@pytest.fixture
def other_area(programme):
    return AreaFactory(
        programme=programme, slug="upplevelser", name=Translated(sv="Upplevelser", en="Experiences")
    )


@pytest.fixture
def coordinator(region):
    return CoordinatorFactory(name="Sam Ordnare")


@pytest.fixture
def people(coordinator):
    return {
        "coordinator": coordinator,
        "analyst": AnalystFactory(),
        "reader": ReaderFactory(),
        "stranger": UserFactory(),
    }


@pytest.fixture
def municipality(region):
    return MunicipalityFactory(name="Åre", region=region)
