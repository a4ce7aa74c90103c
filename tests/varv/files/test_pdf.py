"""PDF of what people wrote, whatever they wrote."""

import pytest

from varv.consultation.receipts import TEMPLATE
from varv.files import pdf

ALL_FOREIGN = "".join(chr(code) for code in range(0x4E00, 0x4F00))
EVERYTHING = " ".join(chr(code) for code in range(0x1F300, 0x1F600))


def receipt(text):
    return pdf.render(
        TEMPLATE,
        {
            "language": "sv",
            "author": "Region Fjällmark",
            "title": "Ditt inspel",
            "facts": [["Nummer", "RUN/430/2018-1"]],
            "heading": "Det du skickade",
            "text": text,
        },
    )


@pytest.mark.parametrize(
    "text",
    [
        "Åre Ölands łódź",
        "Hej 🎉",
        "👩‍👩‍👧 en familj 🏔️",
        "漢字 والعربية हिन्दी",
        "Biejjie: gïelem",
        "osynligt\u200bmellanrum \u2028 ny rad",
        ALL_FOREIGN,
        EVERYTHING,
        'citat " och \\u{1f389}',
    ],
)
def test_every_text_gets_its_copy(text):
    assert receipt(text).startswith(b"%PDF-1.7")
