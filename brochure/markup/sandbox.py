"""A project's own templates: they read what they are given, and come to an end.

Jinja's sandbox keeps a template from the inside of Python. Here it is kept as well from
every function that is not named, from files of others, and from more work and output
than any leaflet needs; so a template of somebody else's cannot do harm, and whether one
is refused depends on the template and the words alone, not on the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import BaseLoader, Environment, StrictUndefined, UndefinedError, nodes
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError, TemplateNotFound
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing

#: What our templates are called where one of the project has the same name.
OURS: Final = "brochure/"
FOLDER: Final = Path(__file__).parent / "templates"

#: The most bytes of a template, characters of a page, and steps: rounds of a loop,
#: calls, and pieces of output. A leaflet has 15,000 characters and takes 400 steps.
LARGEST: Final = 1_000_000
MOST_CHARACTERS: Final = 5_000_000
MOST_STEPS: Final = 300_000
MOST_ITEMS: Final = 10_000

_NAME = re.compile(r"[\w-]+(\.[\w-]+)*\.html")
#: Jinja's filters that make no more of what they get, the same on every machine.
_FILTERS: Final = frozenset(
    re.findall(
        r"\w+",
        """abs capitalize count d default dictsort e escape first float groupby int
        items last length list lower map max min reject rejectattr reverse select
        selectattr sort string striptags title trim truncate unique upper urlencode
        wordcount""",
    )
)
_STRINGS: Final = frozenset(
    re.findall(
        r"\w+",
        """capitalize count endswith find isdigit isnumeric lower lstrip partition
        removeprefix removesuffix rfind rpartition rsplit rstrip split splitlines
        startswith strip title upper""",
    )
)
_METHODS: Final[tuple[tuple[type, frozenset[str]], ...]] = (
    (str, _STRINGS),
    (dict, frozenset(("get", "items", "keys", "values"))),
    (list, frozenset(("count", "index"))),
    (tuple, frozenset(("count", "index"))),
    (date, frozenset(("isoformat", "weekday", "isoweekday"))),
    (LoopContext, frozenset(("cycle", "changed"))),
    (Cycler, frozenset(("next", "reset"))),
)
_CALLED: Final = (Macro, BlockReference, LoopContext, Joiner)
_NAMED: Final = (dict, Namespace, Joiner, Cycler)


class Tool(NamedTuple):
    """A function that a template may call."""

    work: Callable[..., Any]

    def __call__(self, *arguments: Any, **more: Any) -> Any:
        return self.work(*arguments, **more)


class Bounds(Exception):
    """A template makes too much of something."""


class Unknown(UndefinedError):
    """A name that is not there, and the thing that it is not in, or `missing`."""

    def __init__(self, thing: Any, name: Any, message: str | None = None) -> None:
        super().__init__(message)
        self.thing, self.name = thing, name


class Unreadable(Exception):
    """A template whose file cannot be used."""


# --- Work and output -----------------------------------------------------------------


@dataclass(slots=True)
class _Meter:
    steps: int = 0
    characters: int = 0


_METER: ContextVar[_Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered() -> Iterator[None]:
    """Count, from nothing, what templates do meanwhile."""
    token = _METER.set(_Meter())
    try:
        yield
    finally:
        _METER.reset(token)


def _step(characters: int = 0) -> None:
    meter = _METER.get()
    if meter is None:  # a constant, while the template is being compiled
        return
    meter.steps += 1
    meter.characters += characters
    if meter.steps > MOST_STEPS:
        raise Bounds(f"more than {MOST_STEPS:,} steps")
    _within(meter.characters)


def _within(characters: int) -> None:
    if characters > MOST_CHARACTERS:
        raise Bounds(f"more than {MOST_CHARACTERS:,} characters")


def _emitted(text: str) -> str:
    _step(len(text))
    return text


def _shown(value: Any) -> Any:
    """What stands in {{ }}: counted, as a string."""
    if hasattr(value, "__html__") and not isinstance(value, str):
        _step()
        return value
    text = value if isinstance(value, str) else str(value)
    _step(len(text))
    return text


def _rounds(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        _step()
        yield item


def _range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > MOST_ITEMS:
        raise Bounds(f"a range of more than {MOST_ITEMS:,} numbers")
    return found


# --- Filters and operators -----------------------------------------------------------


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    number = text.count(old) if count < 0 else min(count, text.count(old))
    _within(len(text) + number * len(new))
    return text.replace(old, new, number)


def _join(items: Iterable[Any], between: str = "", attribute: str = "") -> Any:
    from markupsafe import Markup, escape

    found: list[Markup] = []
    for item in items:
        value = getattr(item, attribute, "") if attribute.isidentifier() else item
        if attribute.startswith("_"):
            raise SecurityError(attribute)
        found.append(escape(value))
        _step(len(found[-1]) + len(between))
    return Markup(escape(between)).join(found)


def _batch(items: Iterable[Any], size: int, fill: Any = None) -> Iterator[list[Any]]:
    if not 0 < size <= MOST_ITEMS:
        raise Bounds(f"a batch of {size}")
    row: list[Any] = []
    for item in _rounds(items):
        row.append(item)
        if len(row) == size:
            yield row
            row = []
    if row:
        yield row if fill is None else [*row, *[fill] * (size - len(row))]


def _binary(operator: str, left: Any, right: Any, work: Callable[..., Any]) -> Any:
    """Numbers of any kind, as long as they stay small; of the rest, only a sum."""
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    if numbers and operator != "**" and max(abs(left), abs(right)) < 1e15:
        return work(left, right)
    if operator == "+" and not numbers:
        made = work(left, right)
        if hasattr(made, "__len__"):
            _within(len(made) * (1 if isinstance(made, str) else 100))
        return made
    if operator == "-" and not numbers:
        return work(left, right)  # days between dates
    raise Bounds(f"{operator} with such operands")


# --- Names ---------------------------------------------------------------------------


class _Undefined(StrictUndefined):
    """Knows, when it is used, what was asked of what."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: Any = None,
        exc: type[Exception] = UndefinedError,
    ) -> None:
        if exc is UndefinedError:
            exc = partial(Unknown, obj, name)  # type: ignore[assignment]
        super().__init__(hint, obj, name, exc)  # type: ignore[arg-type]


class _Generator(CodeGenerator):
    def visit_Concat(self, node: nodes.Concat, frame: Any) -> None:
        self.write("environment.joined(")
        super().visit_Concat(node, frame)
        self.write(")")

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return f"environment.emitted({super()._output_const_repr(group)})"


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of templates that are not ours."""

    code_generator_class = _Generator
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "**", "%"))
    emitted = staticmethod(_emitted)

    @staticmethod
    def joined(text: str) -> str:
        """A text that was put together with ~."""
        _within(len(text))
        return text

    def _parse(self, source: str, name: str | None, filename: str | None) -> Any:
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            # No template can write this name.
            loop.iter = nodes.Filter(
                loop.iter, " rounds", [], [], None, None, lineno=loop.lineno
            )
        return tree

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return _binary(operator, left, right, self.binop_table[operator])

    def is_safe_callable(self, obj: Any) -> bool:
        if isinstance(obj, (Tool, *_CALLED)) or obj is _range:
            return True
        if isinstance(obj, type):
            return obj in _NAMED
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        return any(
            isinstance(owner, kind) and name in names for kind, names in _METHODS
        )

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        _step()
        return super().call(__context, __obj, *args, **kwargs)


# --- Files ---------------------------------------------------------------------------


class _Loader(BaseLoader):
    """The project's templates, then ours; nothing outside of the two folders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        plain = template.removeprefix(OURS)
        if not _NAME.fullmatch(plain):
            raise TemplateNotFound(template)
        for folder, called in ((self.folder, "templates"), (FOLDER, "brochure")):
            if called == "templates" and plain != template:
                continue
            name = f"{called}/{plain}"
            if (source := _source(folder, plain, name)) is not None:
                return source, name, lambda: True
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        names = {file.name for file in FOLDER.glob("*.html")}
        return sorted(names | {file.name for file in self.folder.glob("*.html")})


def _source(folder: Path, plain: str, name: str) -> str | None:
    path = folder / plain
    try:
        real = path.resolve(strict=True)
        if not folder.resolve().is_relative_to(folder.parent.resolve()):
            raise Unreadable(name, "outside")
        if not real.is_relative_to(folder.resolve()) or not real.is_file():
            return None
        with real.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, RuntimeError):
        return None
    if len(data) > LARGEST:
        raise Unreadable(name, "too-large")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(name, "not-utf-8") from None


def sandbox(folder: Path, filters: Callable[[Environment], None]) -> Sandbox:
    """The environment for the templates in a project's folder, as they are now."""
    files = sorted([*folder.glob("*.html"), *FOLDER.glob("*.html")])
    stamps = tuple((str(file), *_stamp(file)) for file in files)
    return _made(folder, filters, stamps)


def _stamp(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4)
def _made(
    folder: Path, filters: Callable[[Environment], None], stamps: object
) -> Sandbox:
    made = Sandbox(
        loader=_Loader(folder),
        autoescape=True,
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
        auto_reload=False,
    )
    for name in [name for name in made.filters if name not in _FILTERS]:
        del made.filters[name]
    made.filters.update(
        {" rounds": _rounds, "replace": _replace, "join": _join, "batch": _batch}
    )
    filters(made)
    made.globals = {
        "range": _range,
        "dict": dict,
        "namespace": Namespace,
        "joiner": Joiner,
        "cycler": Cycler,
    }
    return made
