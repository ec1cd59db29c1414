"""WeasyPrint imported in a third of the time, with the same bytes coming out.

Each stand-in is there only while `weasyprint` is being imported; where anything is not
as expected, the plain import is made instead. Of 470 ms, on a 2-core machine:

* 230 ms: WeasyPrint has cffi parse its C declarations in pure Python at every start.
  cffi can also write the parsed result down as a Python module; we keep that in a cache
  folder, one for each text of the declarations and version of cffi.
* 110 ms: fontTools is for WOFF, variable and bitmap fonts and for want of HarfBuzz's
  subsetter. Our fonts are static TrueType; it is imported when something asks for it.
* 10 ms: the style sheet for `<font color>` and the like is parsed at import, and used
  only with an option that is not ours.
* 10 ms: urllib.request brings http.client and ssl, and we fetch nothing. As a bonus,
  even WeasyPrint's own fetcher is without a network.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from brochure import HOME

#: The first lines of WeasyPrint's style sheet of presentational hints.
_HINTS = "/*\n\nPresentational hints stylsheet for HTML."


def import_weasyprint() -> Any:
    """The `weasyprint` module.

    Raises:
        ImportError, OSError: as the plain import does.
    """
    if "weasyprint" in sys.modules:
        return importlib.import_module("weasyprint")
    kept = _kept_declarations()
    ready = _load(kept) if kept else None
    try:
        with _stand_ins(_names(ready)), _without_hints():
            weasyprint = importlib.import_module("weasyprint")
    except Exception:
        for name in [n for n in sys.modules if n.partition(".")[0] == "weasyprint"]:
            del sys.modules[name]
        return importlib.import_module("weasyprint")
    if kept and ready is None:
        with contextlib.suppress(Exception):
            _keep(kept, importlib.import_module("weasyprint.text.ffi").ffi)
    return weasyprint


# --- C declarations ------------------------------------------------------------------


def cache_folder() -> Path | None:
    """A folder for what can be made again: `.cache`, or the user's own, or none."""
    user = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    for folder in (HOME / ".cache", Path(user) / "brochure"):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    return None


def _kept_declarations() -> Path | None:
    """Where the parsed declarations of this WeasyPrint and this cffi are kept."""
    spec = importlib.util.find_spec("weasyprint")
    folder = cache_folder()
    if not spec or not spec.origin or not folder:
        return None
    backend = importlib.import_module("_cffi_backend")
    try:
        source = Path(spec.origin).with_name("text").joinpath("ffi.py").read_bytes()
    except OSError:
        return None
    key = hashlib.sha256(source + backend.__version__.encode()).hexdigest()
    return folder / f"weasyprint_ffi_{key[:24]}.py"


def _load(kept: Path) -> Any:
    """The FFI object kept in a file of ours; None where there is none to trust."""
    try:
        if kept.stat().st_uid not in (0, os.getuid()):
            return None
        spec = importlib.util.spec_from_file_location("weasyprint_ffi", kept)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.ffi
    except Exception:
        return None


def _keep(kept: Path, ffi: Any) -> None:
    """Write down what cffi has parsed, in one move, so that none reads half of it."""
    draft = kept.with_name(f".{kept.stem}.{os.getpid()}.py")
    ffi.set_source("weasyprint_ffi", None)
    with contextlib.redirect_stdout(io.StringIO()):
        ffi.emit_python_code(str(draft))
    code = draft.read_text(encoding="utf-8")
    # The parsed form has no cdef(), which WeasyPrint calls first of all.
    ours = code.replace(
        "\nffi = _cffi_backend.FFI(",
        "\nclass FFI(_cffi_backend.FFI):\n"
        "    __slots__ = ()\n\n"
        "    def cdef(self, text):\n"
        "        pass\n\n\n"
        "ffi = FFI(",
    )
    if ours == code:
        draft.unlink()
        return
    draft.write_text(ours, encoding="utf-8")
    os.replace(draft, kept)


# --- Modules that are not needed -----------------------------------------------------


class _Later:
    """Stands for one name of a module until it is called or looked into."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, *args: Any, **more: Any) -> Any:
        return self._real()(*args, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)

    def _real(self) -> Any:
        # All of WeasyPrint's at once: an `except TTLibError` needs the real class.
        for module in [m for n, m in sys.modules.items() if n.startswith("weasyprint")]:
            for key, value in vars(module).items():
                if isinstance(value, _Later):
                    setattr(module, key, value._load())
        return self._load()

    def _load(self) -> Any:
        module = importlib.import_module(self._module)
        if not hasattr(module, self._name):
            importlib.import_module(f"{self._module}.{self._name}")
        return getattr(module, self._name)


class _Unread(ModuleType):
    """A module whose every name is a `_Later`."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Later(self.__name__, name)


class _NoNetwork(ModuleType):
    """urllib.request as far as WeasyPrint's module of URLs wants to see it."""

    class OpenerDirector:
        def add_handler(self, handler: object) -> None:
            pass

        def open(self, *args: object, **more: object) -> None:
            raise OSError("there is no network here")

    def __getattr__(self, name: str) -> Any:
        if name.endswith(("Handler", "Processor")):
            return lambda *args, **more: None
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module("urllib.request"), name)


def _names(ready_ffi: Any) -> dict[str, ModuleType]:
    """The stand-ins for modules that nobody has imported yet."""
    names: dict[str, ModuleType] = {}
    if "fontTools" not in sys.modules:
        parts = ("", ".subset", ".ttLib", ".varLib", ".varLib.instancer")
        names |= {f"fontTools{part}": _Unread(f"fontTools{part}") for part in parts}
    if "urllib.request" not in sys.modules:
        names["urllib.request"] = _NoNetwork("urllib.request")
    if ready_ffi is not None and "cffi" not in sys.modules:
        names["cffi"] = ModuleType("cffi")
        names["cffi"].FFI = lambda: ready_ffi  # type: ignore[attr-defined]
    return names


@contextlib.contextmanager
def _stand_ins(names: dict[str, ModuleType]) -> Iterator[None]:
    sys.modules.update(names)
    try:
        yield
    finally:
        for name, module in names.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


@contextlib.contextmanager
def _without_hints() -> Iterator[None]:
    """Let tinycss2 read the style sheet of presentational hints as an empty one."""
    tinycss2: Any = importlib.import_module("tinycss2")
    parse: Callable[..., Any] = tinycss2.parse_stylesheet

    def read(css: str, *args: Any, **more: Any) -> Any:
        return parse("" if css.startswith(_HINTS) else css, *args, **more)

    tinycss2.parse_stylesheet = read
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse
