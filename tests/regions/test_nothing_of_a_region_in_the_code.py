"""The process of a region is data; the code knows no region."""

import re
from pathlib import Path

CODE = Path(__file__).parents[2] / "src" / "varv"
OF_A_REGION = re.compile(
    r"Jämtland|Härjedalen|Östersund|Strömsund|Krokom|Ragunda|Bräcke|\bÅre\b|regionjh|RUN/430"
    r"|Ryder|jamtland|harjedalen|Jord och skog|Upplevelser|Hållbar energi",
)


def test_code_holds_nothing_of_a_region() -> None:
    found = [
        f"{path.relative_to(CODE)}, line {number}: {line.strip()}"
        for path in sorted(CODE.rglob("*"))
        if path.suffix in {".py", ".html", ".txt", ".css", ".js", ".po", ".svg", ".toml"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if OF_A_REGION.search(line)
    ]

    assert found == []
