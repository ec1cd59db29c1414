"""The model's complaints in our words, each at the line to mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError

from brochure.content import checks, slips
from brochure.content.flaw import Flaw, shown
from brochure.content.model import Content
from brochure.content.places import Path, Places, subject
from brochure.finding import Finding, Mark, Words, fail, meant, nearest

#: Past these nobody reads on; ten thousand would take seconds to put into words.
MOST_ERRORS = 200


def findings(tree: Any, error: ValidationError | None, places: Places) -> list[Finding]:
    """All that is wrong with the tree: the model's errors, then the cross-checks'."""
    reader = _Reader(tree, places)
    found: list[Finding] = []
    if error:
        errors = error.errors(include_url=False, include_input=False)
        found += reader.told(errors)
    found += [reader.flawed(path, flaw) for path, flaw in checks.across(tree)]
    return found


class _Reader:
    """Turns errors of pydantic into findings, with the tree and its places at hand."""

    def __init__(self, tree: Any, places: Places) -> None:
        self.tree = tree
        self.places = places

    def told(self, errors: Iterable[Any]) -> Iterator[Finding]:
        errors = list(errors)[:MOST_ERRORS]
        # “titel” unknown and “title” missing are one mistake.
        meant = set()
        for error in errors:
            path = tuple(error["loc"])
            if error["type"] == "extra_forbidden" and (near := self._meant(path)):
                meant.add((*path[:-1], near))
        for error in errors:
            path = tuple(error["loc"])
            if error["type"] == "missing" and path in meant:
                continue
            if error["type"] == "too_short" and self._long_enough(path, error):
                continue
            if error["type"] == "extra_forbidden" and (cut := self._cut(path)):
                if cut.first == path[-1]:
                    yield _fail(cut.flaw, self.places.key(path), path)
                continue
            yield self._finding(path, error)

    def _long_enough(self, path: Path, error: Any) -> bool:
        """Pydantic counts the right items only; the author counts what is there."""
        value = self._value(path)
        return isinstance(value, list) and len(value) >= error["ctx"]["min_length"]

    def flawed(self, path: Path, flaw: Flaw) -> Finding:
        at = self.places.within(path, flaw.offset)
        if not isinstance(self._value(path), str):
            at = self.places.mark(path)
        return _fail(flaw, at, path)

    def _finding(self, path: Path, error: Any) -> Finding:
        kind, context = error["type"], error.get("ctx", {})
        if isinstance(flaw := context.get("flaw"), Flaw):
            return self.flawed(path, flaw)
        if kind == "missing":
            return self._missing(path)
        if kind == "extra_forbidden":
            return self._unknown(path)
        if path and path[-1] == "[key]":
            return _fail(_KEY, self.places.key(path[:-1]), path[:-1])
        value = self._value(path)
        if value is None and kind.endswith("_type"):
            return _fail(_EMPTY, self.places.mark(path), path)
        if kind in ("model_type", "dict_type"):
            return self._wrong_kind(path, value, _NO_BLOCK, slips.in_mapping)
        if kind in ("tuple_type", "list_type"):
            return self._wrong_kind(path, value, _NO_LIST, slips.in_sequence)
        if kind == "string_type":
            return self._no_text(path, value)
        if kind == "string_too_short":
            return _fail(_EMPTY, self.places.mark(path), path)
        flaw = _bounds(kind, context) or Flaw(
            0, "content.value", Words("値が正しくありません", error["msg"])
        )
        offset = context.get("max_length", 0) if kind == "string_too_long" else 0
        return self.flawed(path, flaw._replace(offset=offset))

    def _value(self, path: Path) -> Any:
        value = self.tree
        for key in path:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def _missing(self, path: Path) -> Finding:
        parent, name = path[:-1], str(path[-1])
        # The place of a list item is where it begins, of a block where its key is.
        at = self.places.key(parent)
        title = _title(parent, name)
        where = Words(
            subject(parent) or "いちばん上の段", subject(parent) or "the top level"
        )
        return _fail(
            Flaw(
                0,
                "content.missing",
                Words(f"{name}（{title.ja}）がありません", f"{name} is missing"),
                Words(
                    f"{where.ja} に「{name}: 」を加えてください",
                    f"add “{name}: ” to {where.en}",
                ),
            ),
            at,
            path,
        )

    def _unknown(self, path: Path) -> Finding:
        name = str(path[-1])
        if name[0:1] in "\u3000\xa0":
            return _fail(_INDENT, self.places.key(path), path)
        near = self._meant(path)
        name = shown(name)
        names = ", ".join(_fields(path[:-1]))
        return _fail(
            Flaw(
                0,
                "content.key-unknown",
                Words(
                    f"「{name}」という項目はありません", f"“{name}” is not a field here"
                ),
                meant(near)
                if near
                else Words(f"使えるのは {names} です", f"there are: {names}"),
            ),
            self.places.key(path),
            path,
        )

    def _cut(self, path: Path) -> _Cut | None:
        """`{number: 252,300}`: a comma inside { } has cut a value in two.

        YAML takes what is behind it for a key without a value, on the same line.
        """
        block, known = self._value(path[:-1]), _fields(path[:-1])
        at = self.places.key(path).line
        keys = [key for key in block if self.places.key((*path[:-1], key)).line == at]
        start, pieces = "", list[str]()
        for key in keys:
            if block[key] is not None or key in known:
                if path[-1] in pieces:
                    break
                start, pieces = key, []
            else:
                pieces.append(key)
        value = block.get(start)
        if path[-1] not in pieces or not isinstance(value, str):
            return None
        if (near := self._meant(path)) and near not in block:
            return None
        return _Cut(pieces[0], _divided(start, shown(",".join([value, *pieces]))))

    def _meant(self, path: Path) -> str | None:
        """The field that a misspelt key was meant for, unless it is there too."""
        block = self._value(path[:-1])
        free = [name for name in _fields(path[:-1]) if name not in block]
        return nearest(str(path[-1]), free) or nearest(
            str(path[-1]), _fields(path[:-1])
        )

    def _wrong_kind(self, path: Path, value: Any, flaw: Flaw, slip_of: Any) -> Finding:
        if isinstance(value, str) and (slip := slip_of(value)):
            flaw = Flaw(*slip)
        return self.flawed(path, flaw)

    def _no_text(self, path: Path, value: Any) -> Finding:
        if isinstance(value, dict) and not any(
            inner is not None for inner in value.values()
        ):
            typed = shown("{" + ", ".join(map(str, value)) + "}")
            return _fail(_brace_first(typed), self.places.mark(path), path)
        return _fail(_NO_TEXT, self.places.mark(path), path)


def _fail(flaw: Flaw, at: Mark, path: Path) -> Finding:
    return fail(flaw.code, *flaw.message, hint=flaw.hint, at=at, subject=subject(path))


def _model_at(path: Path) -> type[BaseModel] | None:
    """The class of the block at a path of the tree."""
    model: type[BaseModel] = Content
    for key in path:
        if isinstance(key, str) and key in model.model_fields:
            found = _model_in(model.model_fields[key].annotation)
            if found is None:
                return None
            model = found
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The block class inside `X | None`, `tuple[X, ...]` or `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        if found := _model_in(part):
            return found
    return None


def _fields(path: Path) -> list[str]:
    model = _model_at(path)
    return list(model.model_fields) if model else []


def _title(parent: Path, name: str) -> Words:
    model = _model_at(parent)
    title = (model.model_fields[name].title if model else None) or name
    ja, _, en = title.partition(" ")
    return Words(ja, en)


_INDENT = Flaw(0, "content.fullwidth-space", *slips.FULLWIDTH_INDENT)
_EMPTY = Flaw(
    0,
    "content.empty",
    Words("値がありません", "there is no value here"),
    Words("ことばを入れてください", "put words in"),
)
_KEY = Flaw(
    0,
    "content.key-name",
    Words(
        "この名前は使えません（40文字まで、空白とピリオドなし）",
        "this name cannot be used (at most 40 characters, no space, no full stop)",
    ),
    Words(
        "tokyo や new-york のように書いてください", "write it like tokyo or new-york"
    ),
)
_NO_BLOCK = Flaw(
    0,
    "content.no-block",
    Words("ここには「項目: 内容」の行が要ります", "“key: value” lines belong here"),
    Words(
        "次の行に字下げして「項目: 内容」を書いてください",
        "write them on the next lines, indented",
    ),
)
_NO_LIST = Flaw(
    0,
    "content.no-list",
    Words(
        "ここには「- 」で始まる行が要ります", "lines beginning with “- ” belong here"
    ),
    Words(
        "次の行から一つずつ「- 」を付けて書いてください",
        "write each on a line of its own, beginning with “- ”",
    ),
)
_NO_TEXT = Flaw(
    0,
    "content.no-text",
    Words("ここには文字だけを書きます", "only text belongs here"),
    Words(
        "一つの文にするか、全体を半角の '…' で囲んでください",
        "make it one text, or put it in single quotes '…'",
    ),
)


def _brace_first(typed: str) -> Flaw:
    return Flaw(
        0,
        "content.mark-first",
        Words(
            "「{」で始まる文は、そのままでは読めません",
            "YAML gives “{” at the start of a text another meaning",
        ),
        Words(
            f"全体を半角の一重引用符で囲んで '{typed}' と書いてください",
            f"put the whole text in single quotes: '{typed}'",
        ),
    )


class _Cut(NamedTuple):
    """A value that a comma has cut: the first piece behind it, and what to say."""

    first: str
    flaw: Flaw


def _divided(key: str, whole: str) -> Flaw:
    return Flaw(
        0,
        "content.key-unknown",
        Words(
            f"{{ }} の中では「,」が項目の区切りなので、「{whole}」がそこで切れています",
            f"inside {{ }} a “,” ends the value, so “{whole}” is cut in two here",
        ),
        Words(
            f"一重引用符で囲んで {shown(key)}: '{whole}' と書いてください",
            f"put it in single quotes: {shown(key)}: '{whole}'",
        ),
    )


def _bounds(kind: str, context: dict[str, Any]) -> Flaw | None:
    """Too long, too many, too few, out of range."""
    if kind == "string_too_long":
        most = context["max_length"]
        return Flaw(
            0,
            "content.too-long",
            Words(
                f"{most} 文字を超えています", f"this is longer than {most} characters"
            ),
            Words(
                "短くするか、段落を分けてください", "shorten it or make two paragraphs"
            ),
        )
    if kind == "too_long":
        most, actual = context["max_length"], context.get("actual_length")
        given = Words(
            f"（{actual} 個あります）" if actual else "",
            f" ({actual} given)" if actual else "",
        )
        return Flaw(
            0,
            "content.too-many",
            Words(f"{most} 個までです{given.ja}", f"at most {most} fit here{given.en}"),
            Words("減らしてください", "leave some out"),
        )
    if kind == "too_short":
        least = context["min_length"]
        return Flaw(
            0,
            "content.too-few",
            Words(
                f"{least} 個以上が要ります",
                f"at least {least} {'is' if least == 1 else 'are'} needed here",
            ),
            Words("「- 」の行を加えてください", "add lines beginning with “- ”"),
        )
    for limit, ja, en in _RANGE:
        if limit in context:
            value = context[limit]
            return Flaw(
                0,
                "content.range",
                Words(f"{value} {ja}の数ではありません", f"this is not {en} {value}"),
                Words("数を確かめてください", "check the number"),
            )
    return None


_RANGE = (
    ("ge", "以上", "at least"),
    ("le", "以下", "at most"),
    ("lt", "未満", "less than"),
    ("gt", "を超える", "more than"),
)
