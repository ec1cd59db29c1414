"""What a PDF function gives for its numbers (PDF 32000-1 § 7.10).

Spot colours and gradients of placed files are written as functions. Types 0, 2, 3 and 4
are all there are.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any

import pikepdf
from pikepdf import Name

Numbers = list[float]

#: Stack operators of a calculator function that take two numbers, or one (table 42).
_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul,
    "div": lambda a, b: a / b if b else 0.0,
    "idiv": lambda a, b: math.trunc(a / b) if b else 0,
    "mod": lambda a, b: math.fmod(a, b) if b else 0.0,
    "exp": lambda a, b: abs(a) ** b if a or b > 0 else 0.0,
    "atan": lambda a, b: math.degrees(math.atan2(a, b)) % 360,
    "eq": operator.eq, "ne": operator.ne, "gt": operator.gt, "ge": operator.ge,
    "lt": operator.lt, "le": operator.le,
    "and": lambda a, b: int(a) & int(b), "or": lambda a, b: int(a) | int(b),
    "xor": lambda a, b: int(a) ^ int(b),
    "bitshift": lambda a, b: int(a) << int(b) if b >= 0 else int(a) >> -int(b),
}  # fmt: skip
_ONE: dict[str, Callable[[Any], Any]] = {
    "abs": abs, "neg": operator.neg, "ceiling": math.ceil, "floor": math.floor,
    "round": lambda a: math.floor(a + 0.5), "truncate": math.trunc,
    "sqrt": lambda a: math.sqrt(max(0, a)), "cvi": math.trunc, "cvr": float,
    "sin": lambda a: math.sin(math.radians(a)),
    "cos": lambda a: math.cos(math.radians(a)),
    "ln": lambda a: math.log(a) if a > 0 else 0.0,
    "log": lambda a: math.log10(a) if a > 0 else 0.0,
    "not": lambda a: not a if isinstance(a, bool) else ~int(a),
}  # fmt: skip
#: Steps of a calculator before it is called endless; it has no loops, only long text.
_MOST_WORDS = 10_000


def value(function: pikepdf.Object, given: Sequence[float]) -> Numbers:
    """What the function gives for some numbers; of an array, of each of its functions.

    Raises:
        ValueError: it is no function, or one that is broken.
    """
    if isinstance(function, pikepdf.Array):
        return [value(one, given)[0] for one in function]
    domain = _numbers(function.Domain)
    inside = [_clip(x, *domain[2 * i : 2 * i + 2]) for i, x in enumerate(given)]
    kind = int(function.FunctionType)
    try:
        made = _KINDS[kind](function, inside)
    except (KeyError, IndexError, AttributeError, OverflowError) as error:
        raise ValueError(f"function of type {kind}: {error}") from None
    bounds = _numbers(function.get(Name.Range, []))
    if bounds:
        made = [_clip(y, *bounds[2 * i : 2 * i + 2]) for i, y in enumerate(made)]
    return made


def _sampled(function: pikepdf.Object, given: Numbers) -> Numbers:
    """Type 0: a table, between whose entries it is linear in every direction."""
    sizes = [int(size) for size in function.Size]
    bits = int(function.BitsPerSample)
    domain, bounds = _numbers(function.Domain), _numbers(function.Range)
    encode = _numbers(function.get(Name.Encode, []))
    encode = encode or [edge for size in sizes for edge in (0.0, size - 1.0)]
    decode = _numbers(function.get(Name.Decode, [])) or bounds
    outputs = len(bounds) // 2
    table = function.read_bytes()
    corners: list[tuple[tuple[int, float], ...]] = []
    for i, x in enumerate(given):
        at = _between(x, *domain[2 * i : 2 * i + 2], *encode[2 * i : 2 * i + 2])
        at = _clip(at, 0, sizes[i] - 1)
        low = min(int(at), max(0, sizes[i] - 2))
        high = min(low + 1, sizes[i] - 1)
        corners.append(((low, 1 - (at - low)), (high, at - low)))
    made = [0.0] * outputs
    for corner in product(*corners):
        weight = math.prod(share for _, share in corner)
        if not weight:
            continue
        index, step = 0, 1
        for (place, _), size in zip(corner, sizes, strict=True):
            index += place * step
            step *= size
        for j in range(outputs):
            sample = _bits(table, (index * outputs + j) * bits, bits)
            low_, high_ = decode[2 * j : 2 * j + 2]
            made[j] += weight * (low_ + sample / (2**bits - 1) * (high_ - low_))
    return made


def _bits(table: bytes, start: int, count: int) -> int:
    first, last = start // 8, (start + count - 1) // 8
    if last >= len(table):
        raise IndexError("a table that ends too early")
    whole = int.from_bytes(table[first : last + 1])
    return (whole >> (8 * (last + 1) - start - count)) & ((1 << count) - 1)


def _power(function: pikepdf.Object, given: Numbers) -> Numbers:
    """Type 2: from one colour to another."""
    start = _numbers(function.get(Name.C0, [0]))
    end = _numbers(function.get(Name.C1, [1]))
    part = given[0] ** float(function.N) if given[0] else float(function.N == 0)
    return [a + part * (b - a) for a, b in zip(start, end, strict=True)]


def _stitched(function: pikepdf.Object, given: Numbers) -> Numbers:
    """Type 3: functions side by side."""
    x = given[0]
    low, high = _numbers(function.Domain)
    edges = [low, *_numbers(function.Bounds), high]
    last = len(edges) - 2
    index = next((i for i in range(last) if x < edges[i + 1]), last)
    encode = _numbers(function.Encode)[2 * index : 2 * index + 2]
    inner = function.Functions[index]
    return value(inner, [_between(x, edges[index], edges[index + 1], *encode)])


def _calculated(function: pikepdf.Object, given: Numbers) -> Numbers:
    """Type 4: a small program for a stack."""
    text = function.read_bytes().decode("latin-1")
    words = text.replace("{", " { ").replace("}", " } ").split()
    if len(words) > _MOST_WORDS:
        raise ValueError("a calculator function that is too long")
    program, _ = _program(words, 1)
    stack: list[Any] = list(given)
    _run(program, stack)
    return [float(number) for number in stack]


def _program(words: Sequence[str], at: int) -> tuple[list[Any], int]:
    """The words of a block, blocks inside it as lists, and where it ends."""
    made: list[Any] = []
    while words[at] != "}":
        if words[at] == "{":
            inner, at = _program(words, at + 1)
            made.append(inner)
        else:
            made.append(words[at])
        at += 1
    return made, at


def _run(program: Sequence[Any], stack: list[Any]) -> None:
    for word in program:
        if isinstance(word, list):
            stack.append(word)
        elif word in _TWO:
            b, a = stack.pop(), stack.pop()
            stack.append(_TWO[word](a, b))
        elif word in _ONE:
            stack.append(_ONE[word](stack.pop()))
        elif word in ("if", "ifelse"):
            other = stack.pop() if word == "ifelse" else []
            chosen = stack.pop()
            _run(chosen if stack.pop() else other, stack)
        elif word in ("true", "false"):
            stack.append(word == "true")
        elif word in _ON_STACK:
            _ON_STACK[word](stack)
        else:
            stack.append(float(word))


def _roll(stack: list[Any]) -> None:
    shift, count = int(stack.pop()), int(stack.pop())
    if count > 0:
        part = stack[-count:]
        shift %= count
        stack[-count:] = part[count - shift :] + part[: count - shift]


def _copy(stack: list[Any]) -> None:
    count = int(stack.pop())
    stack.extend(stack[len(stack) - count :] if count else [])


def _exchange(stack: list[Any]) -> None:
    stack[-1], stack[-2] = stack[-2], stack[-1]


_ON_STACK: dict[str, Callable[[list[Any]], Any]] = {
    "pop": lambda stack: stack.pop(),
    "dup": lambda stack: stack.append(stack[-1]),
    "exch": _exchange,
    "copy": _copy,
    "index": lambda stack: stack.append(stack[-1 - int(stack.pop())]),
    "roll": _roll,
}
_KINDS = {0: _sampled, 2: _power, 3: _stitched, 4: _calculated}


def _numbers(values: Iterable[Any]) -> Numbers:
    return [float(value) for value in values]


def _clip(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


def _between(x: float, a: float, b: float, start: float, end: float) -> float:
    return start if a == b else start + (x - a) * (end - start) / (b - a)
