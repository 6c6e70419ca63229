"""Names of people for the desk's figures, half of them Chinese."""

from __future__ import annotations

import random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国文华志海波宁晨曦子涵雨轩浩然思远俊豪雪梅天宇嘉欣"
FIRST = (
    "John",
    "Maria",
    "Ahmed",
    "Olga",
    "Peter",
    "Anna",
    "James",
    "Linda",
    "Jan",
    "Eva",
    "Carlos",
    "Fatima",
)
PARTS = ("ka", "mo", "ber", "lin", "sto", "rov", "ski", "man", "son", "dez", "ter", "gar", "wal", "fin")


def name(rng: random.Random) -> str:
    """Somebody's name."""
    if rng.random() < 0.5:
        return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2))))
    return f"{rng.choice(FIRST)} {''.join(rng.choices(PARTS, k=3)).title()}"
