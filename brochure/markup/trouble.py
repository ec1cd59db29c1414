"""What is wrong in a project's template, at its line."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from jinja2.exceptions import (
    SecurityError,
    TemplateNotFound,
    TemplatesNotFound,
    TemplateSyntaxError,
)
from jinja2.utils import missing

from brochure.finding import Finding, Mark, Words, did_you_mean, fail, meant, nearest
from brochure.markup.sandbox import OURS, Bounds, Unknown, Unreadable

_DOCS = Words("docs/templates.ja.md を見てください", "see docs/templates.md")


def finding(
    error: Exception, folder: Path, variables: Iterable[str], templates: Iterable[str]
) -> Finding:
    """The error that a template has caused, as what a person can mend."""
    if isinstance(error, TemplateSyntaxError):
        return _syntax(error)
    if isinstance(error, Unreadable):
        return _unreadable(*error.args)
    file, line = _where(error)
    if isinstance(error, TemplateNotFound):
        return _missing(error, Mark(file, line, 1) if file else None, templates)
    at = Mark(file, line, _column(folder, file, line, error)) if file else "templates/"
    if isinstance(error, Unknown):
        return _unknown(error, at, variables)
    if isinstance(error, SecurityError):
        return fail(
            "template.forbidden",
            f"テンプレートには許されていません（{_plain(error)}）",
            f"a template may not do that ({_plain(error)})",
            hint=_DOCS,
            at=at,
        )
    if isinstance(error, Bounds):
        return fail(
            "template.too-much",
            f"多すぎます（{_plain(error)}）",
            f"this is too much ({_plain(error)})",
            hint=Words("繰り返しを見直してください", "look at the loops"),
            at=at,
        )
    if isinstance(error, RecursionError):
        return fail(
            "template.recursion",
            "自分自身を呼び出し続けています",
            "it goes on calling itself",
            hint=Words(
                f"元のテンプレートは {OURS}NAME.html という名前で使えます",
                f"our template of the same name is called {OURS}NAME.html",
            ),
            at=at,
        )
    what = f"{type(error).__name__}: {_plain(error)}"
    return fail(
        "template.error", f"実行できません（{what}）", f"it fails ({what})", at=at
    )


def _plain(error: Exception) -> str:
    text = str(error)
    return text if len(text) <= 160 else f"{text[:160]}…"


def _where(error: Exception) -> tuple[str, int]:
    """The innermost line of a template that the error went through."""
    found = ("", 0)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(("templates/", OURS)):
            found = (frame.filename, frame.lineno or 1)
    return found


def _column(folder: Path, file: str, line: int, error: Exception) -> int:
    name = getattr(error, "name", None)
    if not isinstance(name, str) or not file.startswith("templates/"):
        return 1
    try:
        lines = (folder.parent / file).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        return 1
    return lines[line - 1].find(name) + 1 or 1 if line <= len(lines) else 1


def _syntax(error: TemplateSyntaxError) -> Finding:
    file = error.filename or "templates/"
    return fail(
        "template.syntax",
        f"テンプレートの書き方が正しくありません（{error.message}）",
        f"this is no template code ({error.message})",
        hint=_DOCS,
        at=Mark(file, error.lineno, 1),
    )


def _unreadable(name: str, why: str) -> Finding:
    if why == "too-large":
        return fail(
            "template.too-large",
            "テンプレートが大きすぎます（上限 1 MB）",
            "the template is too large (at most 1 MB)",
            at=name,
        )
    if why == "outside":
        return fail(
            "template.outside",
            "templates/ が原稿のフォルダーの外を指しています",
            "templates/ is a link to a folder outside of the content's",
            hint=Words(
                "フォルダーそのものを置いてください", "put the folder itself there"
            ),
            at=name,
        )
    return fail(
        "template.encoding",
        "UTF-8 で保存されていません",
        "it is not saved as UTF-8",
        hint=Words("UTF-8 で保存し直してください", "save it as UTF-8"),
        at=name,
    )


def _missing(
    error: TemplateNotFound, at: Mark | None, templates: Iterable[str]
) -> Finding:
    name = str(error.templates[0] if isinstance(error, TemplatesNotFound) else error)
    return fail(
        "template.missing",
        f"テンプレート「{name}」がありません",
        f"there is no template “{name}”",
        hint=did_you_mean(name, templates),
        at=at,
    )


def _unknown(error: Unknown, at: Mark | str, variables: Iterable[str]) -> Finding:
    name, thing = str(error.name), error.thing
    if thing is None:
        return fail(
            "template.empty",
            f"「{name}」を尋ねた先が空です（原稿にありません）",
            f"“{name}” is asked of something that the content does not have",
            hint=Words("{% if … %} で囲んでください", "put it between {% if … %}"),
            at=at,
        )
    known, place = variables, Words("", "")
    if thing is not missing:
        known = sorted(_names_in(thing))
        owner = type(thing).__name__
        place = Words(f"{owner} に", f" in {owner}")
    near = nearest(name, known)
    return fail(
        "template.unknown",
        f"{place.ja}「{name}」という名前はありません",
        f"there is no “{name}”{place.en}",
        hint=meant(near) if near else _DOCS,
        at=at,
    )


def _names_in(thing: Any) -> set[str]:
    """The names that a template may ask of a thing."""
    if isinstance(thing, dict):
        return {str(key) for key in thing}
    if hasattr(type(thing), "model_fields"):
        return set(type(thing).model_fields)
    names = set(vars(thing)) if hasattr(thing, "__dict__") else set()
    if is_dataclass(thing):
        names |= {one.name for one in fields(thing)}
    names |= {
        name for name, value in vars(type(thing)).items() if isinstance(value, property)
    }
    names |= set(getattr(thing, "_fields", ()))
    return {name for name in names if not name.startswith("_")}
