"""The tag that puts a figure into a page."""

from typing import Any

from django import template

from varv.analysis.pictures import Figure

register = template.Library()


@register.inclusion_tag("analysis/_figure.html")
def figure(shown: Figure, csv: str = "", key: str = "", level: int = 3) -> dict[str, Any]:
    """Show a figure with its words, its table and its source; the page loads ``charts.css``.

    ``csv`` is an address of the table as a file, where the page has one; else the link holds the
    file itself. ``key`` is the id of the figure; ``level`` is that of its heading.
    """
    name = key or shown.file_name
    return {"figure": shown, "csv": csv, "key": name, "level": level}
