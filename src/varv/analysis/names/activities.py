"""What activities are called: the sections and divisions of NACE Rev. 2, which SNI 2007 shares.

The English titles are those of the numbers, which a test holds them against. The Swedish ones are
the headings that Statistics Sweden gives sections ("avdelningar") and divisions ("huvudgrupper") of
SNI 2007, word for word; they were compared with sni2007.scb.se, snisok.scb.se and public lists of
the codes in November 2026. A division that is all of its section has the same name in both.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varv.analysis.compute.activities import CLASSIFICATION, parts_of, titles, version_of

TITLES: dict[str, str | Promise] = {
    "A": _("Agriculture, forestry and fishing"),
    "01": _("Crop and animal production, hunting and related service activities"),
    "02": _("Forestry and logging"),
    "03": _("Fishing and aquaculture"),
    "B": _("Mining and quarrying"),
    "05": _("Mining of coal and lignite"),
    "06": _("Extraction of crude petroleum and natural gas"),
    "07": _("Mining of metal ores"),
    "08": _("Other mining and quarrying"),
    "09": _("Mining support service activities"),
    "C": _("Manufacturing"),
    "10": _("Manufacture of food products"),
    "11": _("Manufacture of beverages"),
    "12": _("Manufacture of tobacco products"),
    "13": _("Manufacture of textiles"),
    "14": _("Manufacture of wearing apparel"),
    "15": _("Manufacture of leather and related products"),
    "16": _(
        "Manufacture of wood and of products of wood and cork, except furniture; "
        "manufacture of articles of straw and plaiting materials"
    ),
    "17": _("Manufacture of paper and paper products"),
    "18": _("Printing and reproduction of recorded media"),
    "19": _("Manufacture of coke and refined petroleum products"),
    "20": _("Manufacture of chemicals and chemical products"),
    "21": _("Manufacture of basic pharmaceutical products and pharmaceutical preparations"),
    "22": _("Manufacture of rubber and plastic products"),
    "23": _("Manufacture of other non-metallic mineral products"),
    "24": _("Manufacture of basic metals"),
    "25": _("Manufacture of fabricated metal products, except machinery and equipment"),
    "26": _("Manufacture of computer, electronic and optical products"),
    "27": _("Manufacture of electrical equipment"),
    "28": _("Manufacture of machinery and equipment n.e.c."),
    "29": _("Manufacture of motor vehicles, trailers and semi-trailers"),
    "30": _("Manufacture of other transport equipment"),
    "31": _("Manufacture of furniture"),
    "32": _("Other manufacturing"),
    "33": _("Repair and installation of machinery and equipment"),
    "D": _("Electricity, gas, steam and air conditioning supply"),
    "35": _("Electricity, gas, steam and air conditioning supply"),
    "E": _("Water supply; sewerage, waste management and remediation activities"),
    "36": _("Water collection, treatment and supply"),
    "37": _("Sewerage"),
    "38": _("Waste collection, treatment and disposal activities; materials recovery"),
    "39": _("Remediation activities and other waste management services"),
    "F": _("Construction"),
    "41": _("Construction of buildings"),
    "42": _("Civil engineering"),
    "43": _("Specialised construction activities"),
    "G": _("Wholesale and retail trade; repair of motor vehicles and motorcycles"),
    "45": _("Wholesale and retail trade and repair of motor vehicles and motorcycles"),
    "46": _("Wholesale trade, except of motor vehicles and motorcycles"),
    "47": _("Retail trade, except of motor vehicles and motorcycles"),
    "H": _("Transportation and storage"),
    "49": _("Land transport and transport via pipelines"),
    "50": _("Water transport"),
    "51": _("Air transport"),
    "52": _("Warehousing and support activities for transportation"),
    "53": _("Postal and courier activities"),
    "I": _("Accommodation and food service activities"),
    "55": _("Accommodation"),
    "56": _("Food and beverage service activities"),
    "J": _("Information and communication"),
    "58": _("Publishing activities"),
    "59": _(
        "Motion picture, video and television programme production, sound recording and "
        "music publishing activities"
    ),
    "60": _("Programming and broadcasting activities"),
    "61": _("Telecommunications"),
    "62": _("Computer programming, consultancy and related activities"),
    "63": _("Information service activities"),
    "K": _("Financial and insurance activities"),
    "64": _("Financial service activities, except insurance and pension funding"),
    "65": _("Insurance, reinsurance and pension funding, except compulsory social security"),
    "66": _("Activities auxiliary to financial services and insurance activities"),
    "L": _("Real estate activities"),
    "68": _("Real estate activities"),
    "M": _("Professional, scientific and technical activities"),
    "69": _("Legal and accounting activities"),
    "70": _("Activities of head offices; management consultancy activities"),
    "71": _("Architectural and engineering activities; technical testing and analysis"),
    "72": _("Scientific research and development"),
    "73": _("Advertising and market research"),
    "74": _("Other professional, scientific and technical activities"),
    "75": _("Veterinary activities"),
    "N": _("Administrative and support service activities"),
    "77": _("Rental and leasing activities"),
    "78": _("Employment activities"),
    "79": _("Travel agency, tour operator and other reservation service and related activities"),
    "80": _("Security and investigation activities"),
    "81": _("Services to buildings and landscape activities"),
    "82": _("Office administrative, office support and other business support activities"),
    "O": _("Public administration and defence; compulsory social security"),
    "84": _("Public administration and defence; compulsory social security"),
    "P": _("Education"),
    "85": _("Education"),
    "Q": _("Human health and social work activities"),
    "86": _("Human health activities"),
    "87": _("Residential care activities"),
    "88": _("Social work activities without accommodation"),
    "R": _("Arts, entertainment and recreation"),
    "90": _("Creative, arts and entertainment activities"),
    "91": _("Libraries, archives, museums and other cultural activities"),
    "92": _("Gambling and betting activities"),
    "93": _("Sports activities and amusement and recreation activities"),
    "S": _("Other service activities"),
    "94": _("Activities of membership organisations"),
    "95": _("Repair of computers and personal and household goods"),
    "96": _("Other personal service activities"),
    "T": _(
        "Activities of households as employers; undifferentiated goods- and "
        "services-producing activities of households for own use"
    ),
    "97": _("Activities of households as employers of domestic personnel"),
    "98": _(
        "Undifferentiated goods- and services-producing activities of private households "
        "for own use"
    ),
    "U": _("Activities of extraterritorial organisations and bodies"),
    "99": _("Activities of extraterritorial organisations and bodies"),
}


def activity_name(code: str, classification: str = CLASSIFICATION) -> str:
    """Return what a section or division is called, also one that is written as "C16".

    Finer codes, several at once such as ``C10-C12`` and codes of no NACE have no name of their own.
    """
    plain = code.strip().upper()
    if plain[:1].isalpha() and plain[1:].isdigit():
        plain = plain[1:]
    if version_of(classification) == CLASSIFICATION:
        return str(TITLES.get(plain, ""))
    return name_shown(titles(classification).get(plain, ""))


def joined_name(code: str) -> str:
    """Return what a code is called, also one of several such as "B+C", by the names of its parts.

    Empty where any of them has none.
    """
    names = [activity_name(one) for one in parts_of(code)]
    return "; ".join(names) if all(names) else ""


def activity_shown(code: str, name: str | None = None) -> str:
    """Return the code with its name, such as "62 Computer programming..."."""
    return f"{code} {activity_name(code) if name is None else name_shown(name)}".rstrip()


def name_shown(name: str) -> str:
    """Return a title that is kept in English, as results have it, in the reader's language."""
    return gettext(name) if name else ""
