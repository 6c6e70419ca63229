"""Names compared: pairs that a guard would call alike or not, and the index that finds what comparing would."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.screening.compare import known, likeness
from gate.screening.forms import code, folded, forms_of
from gate.screening.index import Index

ALIKE = [
    ("Shan Xiongxin", "单雄信", ("same_sound",)),
    ("Dan Xiongxin", "单雄信", ("same_sound", "other_reading")),
    ("XIONG XIN SHAN", "单雄信", ("same_sound",)),
    ("Zeng Guofan", "曾国藩", ("same_sound",)),
    ("Qiu Ying", "仇英", ("same_sound",)),
    ("Chou Ying", "仇英", ("same_sound", "other_reading")),
    ("Xie Jin", "解缙", ("same_sound",)),
    ("Zha Liangyong", "查良镛", ("same_sound",)),
    ("Yuchi Gong", "尉迟恭", ("same_sound",)),
    ("Weichi Gong", "尉迟恭", ("same_sound", "other_reading")),
    ("Wei Jie Li", "李伟杰", ("same_sound",)),
    ("张伟", "章伟", ("same_sound",)),
    ("尉迟恭", "尉迟恭", ("same_characters",)),
    ("Smith, John", "John Smith", ("other_order",)),
    ("Łukasz Żak", "lukasz zak", ("same_name",)),
    ("J. Smith", "John Smith", ("initials",)),
    ("Jon Smyth", "John Smith", ("sounds_alike",)),
    ("Mohammed Al-Sayed", "Muhammad Alsayed", ("similar",)),
]
UNLIKE = [
    ("Zhang Hui", "张伟"),
    ("李娜", "李伟"),
    ("John Smith", "John Baker"),
    ("Anna Berg", "Hanna Borg"),
    ("J. Baker", "John Smith"),
    ("陈伟", "Maria Silva"),
]


@pytest.mark.parametrize(("one", "other", "reasons"), ALIKE)
def test_pairs_that_somebody_must_look_at(one: str, other: str, reasons: tuple[str, ...]) -> None:
    found = likeness(known(one), known(other))
    assert (found.counts, found.reasons) == (True, reasons)
    assert likeness(known(other), known(one)) == found


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_pairs_that_are_two_people(one: str, other: str) -> None:
    assert not likeness(known(one), known(other)).counts


@pytest.mark.parametrize(("one", "other", "reasons"), ALIKE)
def test_the_index_finds_what_comparing_finds(one: str, other: str, reasons: tuple[str, ...]) -> None:
    index = Index([("e1", known(other)), ("e2", known("Somebody Else"))])
    (found,) = index.search(known(one))
    assert (found.id, found.likeness.reasons) == ("e1", reasons)
    index.remove("e1")
    assert index.search(known(one)) == ()


names = st.text(max_size=40) | st.text("abcdefghij klmnopqrstuvwxyz", max_size=30)


@given(names)
def test_every_name_is_like_itself_or_has_no_letters(name: str) -> None:
    found = likeness(known(name), known(name))
    assert found.score == 100 or not (forms_of(name).readings or forms_of(name).han)


@given(names, names)
@settings(max_examples=60)
def test_likeness_does_not_depend_on_who_comes_first(one: str, other: str) -> None:
    assert likeness(known(one), known(other)) == likeness(known(other), known(one))


@given(names)
def test_folding_leaves_small_letters(name: str) -> None:
    for word in folded(name):
        assert word == word.casefold()
        assert len(code(word)) <= 3


def test_a_hundred_thousand_entries_would_be_asked_in_milliseconds() -> None:
    """A tenth of them here, against a bound ten times too generous; the benchmark has the real figure."""
    rng = random.Random(7)
    surnames, given = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"
    first, last = ("John", "Maria", "Ahmed", "Olga"), ("berlin", "stowe", "rovski", "manson", "delgado")
    index = Index(
        (
            str(number),
            known(
                rng.choice(surnames) + "".join(rng.choices(given, k=2))
                if number % 2
                else f"{rng.choice(first)} {rng.choice(last)}{number}"
            ),
        )
        for number in range(3_000)
    )
    started = time.perf_counter()
    for _ in range(10):
        index.search(known("王伟杰"))
        index.search(known("Maria Stowe"))
    assert (time.perf_counter() - started) / 20 < 0.3
