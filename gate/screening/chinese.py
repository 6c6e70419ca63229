"""Chinese names: surname and given name told apart, and how each may be read aloud.

Many surnames are read otherwise than the same character elsewhere: 单 is Shan, not dan; 仇 Qiu; 解 Xie; 查 Zha; 曾
Zeng; 尉迟 Yuchi. Whoever writes such a name in Latin letters may have used either, so all readings count.
Source of the readings: 现代汉语词典, entries marked 姓; compound surnames after 百家姓.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

MOST_READINGS = 12
"""Readings of one name that are kept; a name of rare characters could have hundreds."""

SURNAMES: dict[str, tuple[str, ...]] = {
    "单": ("shan", "dan", "chan"),
    "曾": ("zeng", "ceng"),
    "仇": ("qiu", "chou"),
    "解": ("xie", "jie"),
    "查": ("zha", "cha"),
    "任": ("ren",),
    "区": ("ou", "qu"),
    "朴": ("piao", "pu", "po"),
    "盖": ("ge", "gai"),
    "乐": ("yue", "le"),
    "种": ("chong", "zhong"),
    "覃": ("qin", "tan"),
    "缪": ("miao", "mou"),
    "员": ("yun", "yuan"),
    "黑": ("he", "hei"),
    "秘": ("bi", "mi"),
    "翟": ("zhai", "di"),
    "折": ("she", "zhe"),
    "洗": ("xian", "xi"),
    "冼": ("xian",),
    "祭": ("zhai", "ji"),
    "召": ("shao", "zhao"),
    "繁": ("po", "fan"),
    "尉": ("wei", "yu"),
    "宓": ("mi", "fu"),
    "郇": ("xun", "huan"),
    "隗": ("wei", "kui"),
    "燕": ("yan",),
    "葛": ("ge",),
    "华": ("hua",),
    "宁": ("ning",),
    "吕": ("lu", "lyu", "lv"),
}
COMPOUND: dict[str, tuple[str, ...]] = {
    "尉迟": ("yu chi", "wei chi"),
    "万俟": ("mo qi", "wan si"),
    "单于": ("chan yu", "shan yu"),
    "澹台": ("tan tai",),
    "长孙": ("zhang sun",),
    "欧阳": ("ou yang",),
    "司马": ("si ma",),
    "上官": ("shang guan",),
    "诸葛": ("zhu ge",),
    "令狐": ("ling hu",),
    "皇甫": ("huang fu",),
    "慕容": ("mu rong",),
    "夏侯": ("xia hou",),
    "东方": ("dong fang",),
    "公孙": ("gong sun",),
    "宇文": ("yu wen",),
    "司徒": ("si tu",),
    "司空": ("si kong",),
    "端木": ("duan mu",),
    "南宫": ("nan gong",),
    "西门": ("xi men",),
    "独孤": ("du gu",),
    "轩辕": ("xuan yuan",),
    "闻人": ("wen ren",),
    "钟离": ("zhong li",),
    "呼延": ("hu yan",),
}


def is_han(character: str) -> bool:
    """Whether it is a Chinese character (CJK Unified Ideographs with extension A, and compatibility forms)."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


def split_name(characters: str) -> tuple[str, str]:
    """Surname and given name; a compound surname only where a given name is left over."""
    if len(characters) > 2 and characters[:2] in COMPOUND:
        return characters[:2], characters[2:]
    return characters[:1], characters[1:]


@lru_cache(maxsize=4096)
def _character(character: str) -> tuple[str, ...]:
    """Readings of one character, the usual one first, ü written u as most papers do."""
    # Half a second of dictionaries: not for whoever never looks at a Chinese name.
    from pypinyin import Style, pinyin  # noqa: PLC0415

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return (
        tuple(dict.fromkeys(each.replace("v", "u").replace("ü", "u") for each in found[0])) if found else ()
    )


def readings(characters: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """Syllables of each reading, and whether it is the surname's own; the likeliest first."""
    surname, given = split_name(characters)
    heads = [tuple(each.split()) for each in _surname(surname)]
    tails = product(*(_character(each)[:2] or (each,) for each in given))
    some = list(islice(tails, MOST_READINGS))
    return tuple(
        (head + tail, place == 0)
        for place, head in enumerate(heads)
        for tail in some[: max(1, MOST_READINGS // len(heads))]
    )


def _surname(surname: str) -> tuple[str, ...]:
    if surname in COMPOUND:
        return COMPOUND[surname]
    known = SURNAMES.get(surname)
    return known if known is not None else (_character(surname)[:1] or (surname,))
