"""Papers: begun, frozen, made by the worker, and published once and for all."""

import pytest

from tests.varv.factories import published_paper
from varv.consultation.models import Paper

pytestmark = pytest.mark.django_db


def test_paper_is_published():
    made = published_paper()
    assert made.state == Paper.State.PUBLISHED
