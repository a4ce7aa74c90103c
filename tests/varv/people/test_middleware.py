import pytest
from django.http import HttpResponse
from django.utils import timezone, translation

from tests.varv.factories import RegionFactory
from varv.people.middleware import region_and_language

pytestmark = pytest.mark.usefixtures("db")


def see(request):
    seen = {}

    def view(request):
        seen.update(
            region=request.region,
            language=translation.get_language(),
            zone=timezone.get_current_timezone_name(),
        )
        return HttpResponse()

    return region_and_language(view)(request), seen


def test_region_speaks_its_first_language_in_its_time_zone(rf):
    region = RegionFactory()
    answer, seen = see(rf.get("/"))
    assert seen == {"region": region, "language": "sv", "zone": "Europe/Stockholm"}
    assert answer.headers["Content-Language"] == "sv"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("cookie", "language"), [("en", "en"), ("de", "sv"), ("<x>", "sv"), ("", "sv")]
)
def test_cookie_chooses_among_the_regions_languages_only(rf, cookie, language):
    RegionFactory()
    request = rf.get("/", headers={"accept-language": "en"})
    request.COOKIES["django_language"] = cookie
    assert see(request)[1]["language"] == language


def test_site_works_before_a_folder_was_loaded(rf):
    assert see(rf.get("/"))[1]["region"] is None


def test_it_costs_one_query_and_leaves_nothing_behind(rf, django_assert_num_queries):
    RegionFactory()
    before = translation.get_language(), timezone.get_current_timezone_name()
    with django_assert_num_queries(1):
        see(rf.get("/"))
    assert (translation.get_language(), timezone.get_current_timezone_name()) == before


def test_it_leaves_nothing_behind_when_the_view_fails(rf):
    RegionFactory()
    before = translation.get_language(), timezone.get_current_timezone_name()

    def fails(request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        region_and_language(fails)(rf.get("/"))
    assert (translation.get_language(), timezone.get_current_timezone_name()) == before
