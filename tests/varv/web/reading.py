"""Reads pages as a browser does: the forms, what stands in their fields, and what is told there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "path", "circle", "rect", "use", "line", "wbr"}
BUTTONS = {"submit", "button", "reset", "image"}
MULTIPLE = {"radio", "checkbox"}


@dataclass
class Node:
    """An element with what is in it."""

    tag: str
    attrs: dict[str, str]
    parent: "Node | None" = None
    inside: list["Node | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Return the element and all below it, as they stand."""
        yield self
        for one in self.inside:
            if isinstance(one, Node):
                yield from one.walk()

    def find(self, *tags: str) -> Iterator["Node"]:
        """Return the elements of these kinds."""
        return (node for node in self.walk() if node.tag in tags)

    def under(self, tag: str) -> "Node | None":
        """Return the nearest element of this kind around this one."""
        node = self.parent
        while node is not None and node.tag != tag:
            node = node.parent
        return node

    @property
    def text(self) -> str:
        """All text inside."""
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = self.at = Node("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.inside.append(Node(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        self.at = self.at.parent or self.top

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)


class Form:
    """A form of a page."""

    def __init__(self, node: Node, address: str) -> None:
        self.node = node
        self.action = node.attrs.get("action") or address
        self.is_post = node.attrs.get("method", "").lower() == "post"
        self.controls = [
            one
            for one in node.find("input", "select", "textarea")
            if one.attrs.get("name") and kind_of(one) not in BUTTONS
        ]

    @property
    def hidden(self) -> dict[str, str]:
        """What the form sends along by itself."""
        found = (one for one in self.controls if kind_of(one) == "hidden")
        return {
            one.attrs["name"]: one.attrs.get("value", "")
            for one in found
            if one.attrs["name"] != "csrfmiddlewaretoken"
        }

    @property
    def fields(self) -> dict[str, Node]:
        """The fields that people fill in; of radio buttons and checkboxes the first."""
        found: dict[str, Node] = {}
        for one in self.controls:
            if kind_of(one) != "hidden":
                found.setdefault(one.attrs["name"], one)
        return found

    def shown(self, name: str) -> list[str]:
        """Return what stands or is chosen in a field."""
        found: list[str] = []
        for one in self.controls:
            if one.attrs["name"] == name:
                found += _shown(one)
        return found

    def told(self, page: "Page", name: str) -> str:
        """Return what is told about a field, for those who hear the page too; "" for nothing."""
        control = self.fields[name]
        around = control.under("fieldset")
        places = control.attrs.get("aria-describedby", "").split()
        if around is not None and kind_of(control) in MULTIPLE:
            places += around.attrs.get("aria-describedby", "").split()
        if control.attrs.get("aria-invalid") != "true":
            return ""
        errors = [page.by_id[place].text.strip() for place in places if place.endswith("_error")]
        return " ".join(errors)


class Page:
    """A page as it came."""

    def __init__(self, html: str, address: str = "") -> None:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        self.top = reader.top
        self.by_id = {one.attrs["id"]: one for one in self.top.walk() if "id" in one.attrs}
        self.forms = [Form(one, address) for one in self.top.find("form")]

    @property
    def heading(self) -> str:
        """The first heading."""
        return next((one.text.strip() for one in self.top.find("h1")), "")

    def form_with(self, action: str, names: set[str]) -> Form:
        """Return the form that is sent to ``action`` and has these fields."""
        fitting = [
            form
            for form in self.forms
            if form.is_post and form.action == action and names <= form.fields.keys()
        ]
        assert len(fitting) == 1, f"{len(fitting)} forms to {action} with {sorted(names)}"
        return fitting[0]


def kind_of(control: Node) -> str:
    """Return ``textarea``, ``select`` or the type of the input."""
    return control.attrs.get("type", "text") if control.tag == "input" else control.tag


def _shown(control: Node) -> list[str]:
    kind = kind_of(control)
    if kind == "textarea":
        return [control.text.removeprefix("\r").removeprefix("\n")]
    if kind == "select":
        options = list(control.find("option"))
        return [one.attrs.get("value", one.text) for one in options if "selected" in one.attrs]
    if kind in MULTIPLE:
        return [control.attrs.get("value", "on")] if "checked" in control.attrs else []
    return [control.attrs.get("value", "")]
