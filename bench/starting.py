"""How long until varv answers."""

from collections.abc import Iterator

from bench.running import Result, Varv, empty_home


def measure() -> Iterator[Result]:
    """Start for the first time, again, and after a kill."""
    with empty_home() as home:
        first = Varv(home)
        yield Result("first start", first.seconds_to_start, "s")
        yield Result("stop", first.stop(), "s")
        second = Varv(home)
        yield Result("second start", second.seconds_to_start, "s")
        second.kill()
        third = Varv(home)
        yield Result("start after kill -9", third.seconds_to_start, "s")
        third.stop()
