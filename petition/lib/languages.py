"""The languages a letter may be written in: those Django names, and some it leaves out."""

from typing import Literal

from django.conf.locale import LANG_INFO

_MORE = {
    "am": "አማርኛ",
    "ay": "Aymar aru",
    "bo": "བོད་ཡིག",
    "dv": "ދިވެހި",
    "fo": "føroyskt",
    "gn": "Avañe'ẽ",
    "gu": "ગુજરાતી",
    "ha": "Hausa",
    "ht": "Kreyòl ayisyen",
    "la": "Latina",
    "ln": "lingála",
    "lo": "ລາວ",
    "mi": "te reo Māori",
    "mt": "Malti",
    "or": "ଓଡ଼ିଆ",
    "ps": "پښتو",
    "qu": "Runa Simi",
    "rm": "rumantsch",
    "rw": "Ikinyarwanda",
    "sd": "سنڌي",
    "si": "සිංහල",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "tl": "Tagalog",
    "wo": "Wolof",
    "xh": "isiXhosa",
    "yi": "ייִדיש",
    "yo": "Yorùbá",
    "zu": "isiZulu",
}
_MORE_FROM_RIGHT = frozenset({"dv", "ps", "sd", "yi"})


def known() -> list[str]:
    """Every code, in order; entries of Django's that only point to another language are none."""
    named = {code for code, about in LANG_INFO.items() if "name_local" in about}
    return sorted(named | _MORE.keys())


def is_known(code: str) -> bool:
    return code in _MORE or "name_local" in LANG_INFO.get(code, {})


def native_name(code: str) -> str:
    """What its speakers call the language; the code itself when nobody has told us."""
    if not is_known(code):
        return code
    return _MORE.get(code) or str(LANG_INFO[code]["name_local"])


def direction(code: str) -> Literal["ltr", "rtl"]:
    from_right = code in _MORE_FROM_RIGHT or LANG_INFO.get(code, {}).get("bidi", False)
    return "rtl" if from_right else "ltr"
