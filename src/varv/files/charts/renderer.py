"""Draw the specs that come on the standard input; run as a program of its own by ``rendering``.

The JavaScript engine in vl-convert hangs in a process that was forked after it began, takes 200 MB,
and gives nothing back. A program that draws and ends has none of that. It knows nothing of varv, so
it starts at once; it can fetch nothing, because no address is allowed.
"""

import json
import sys
from typing import Any


def main() -> None:
    """Answer each spec with its SVG, each SVG with its dots, or with what was wrong."""
    asked = json.load(sys.stdin)
    json.dump([_answer(one) for one in asked], sys.stdout)


def _answer(one: dict[str, Any]) -> dict[str, str]:
    import vl_convert

    try:
        if "png" in one:
            import base64

            png = vl_convert.svg_to_png(one["png"], scale=one["scale"])
            return {"png": base64.b64encode(png).decode()}
        svg = vl_convert.vegalite_to_svg(one["spec"], allowed_base_urls=[])
    except Exception as error:  # noqa: BLE001 - whatever it is, the others are drawn
        return {"error": f"{type(error).__name__}: {error}"}
    return {"svg": svg}


if __name__ == "__main__":
    main()
