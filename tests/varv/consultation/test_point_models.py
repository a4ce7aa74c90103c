"""What the database holds to of points and their dispositions, whoever writes to it."""

import pytest
from django.db import IntegrityError, transaction

from tests.varv.factories import CoordinatorFactory, contribution, disposition, point
from varv.consultation.models import Disposition, Point
from varv.consultation.queries import answered
from varv.consultation.queries import points as queries

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_point_has_one_disposition_at_a_time():
    one = disposition()
    refused(lambda: disposition(point=one.point))


def test_disposition_has_a_reason():
    refused(lambda: disposition(reason=""))


def test_nobody_signs_their_own_disposition():
    one = CoordinatorFactory()
    refused(lambda: disposition(made_by=one, signed_by=one))


def test_points_of_an_input_have_numbers_of_their_own():
    one = point()
    refused(lambda: point(contribution=one.contribution, number=one.number))


def test_public_are_signed_points_of_input_that_everybody_may_read():
    signed, unread = disposition().point, contribution()
    disposition(point=point(contribution=unread))
    disposition(signed_by=None, signed_at=None)
    point()
    assert list(Point.objects.filter(answered.public())) == [signed]


def test_point_comes_with_the_disposition_that_holds(django_assert_num_queries):
    made = disposition()
    Disposition.objects.filter(pk=made.pk).update(replaced_at=made.made_at)
    holds = disposition(point=made.point, replaces=made)
    with django_assert_num_queries(2):
        (found,) = queries.with_disposition(Point.objects.all())
    assert found.current == [holds]
