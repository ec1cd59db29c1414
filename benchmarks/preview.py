"""From a saved style sheet to its pixels in the browser, next to plain WeasyPrint.

`make bench`, or benchmarks/preview.py --saves 30. A preview of its own with a real
Chromium; every save changes the size of the headline. Plain is WeasyPrint, warm, on the
same HTML (plain.py), measured between the saves. Look at the ratios.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import sleep, time
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
sys.path[:0] = [str(HOME), str(HERE)]

from run import WARM_REPEATS, fonts_for_plain, inside, process, same_html  # noqa: E402

#: Notes when the first page's new picture is decoded and in its place.
_WATCH = """() => new MutationObserver((changes) => {
  if (changes.some((c) => c.target.dataset.page === "1"))
    window.drawnAt = performance.timeOrigin + performance.now();
}).observe(document.getElementById("desk"),
  { subtree: true, attributes: true, attributeFilter: ["data-drawn"] })"""
_SHEET = '.sheet[data-page="1"]'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=30, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as folder:
        plain = median(plain_seconds(Path(folder)))
        times, stages = saves(Path(folder) / "project", options.saves)
    late = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    print("| | seconds | of plain |\n| --- | --- | --- |")
    for name, seconds in (
        ("plain WeasyPrint, warm", plain),
        ("save to pixels, median", median(times)),
        ("save to pixels, 95th percentile", late),
        *((f"of it: {name}", median(found)) for name, found in stages.items()),
    ):
        print(f"| {name} | {seconds:.3f} | {seconds / plain:.2f} |")


def plain_seconds(folder: Path) -> list[float]:
    """Plain WeasyPrint on the leaflet, warm, in a process of its own."""
    page = same_html(HOME / "content.yaml", folder)
    command = [sys.executable, str(HERE / "plain.py"), str(page), str(folder / "p.pdf")]
    fonts = {"FONTCONFIG_FILE": str(fonts_for_plain(folder))}
    done = process([*command, str(2 * WARM_REPEATS)], fonts)
    return [run.seconds for run in inside(done)]


def saves(folder: Path, count: int) -> tuple[list[float], dict[str, list[float]]]:
    """The seconds from each save to its pixels, and what the server took for what."""
    folder.mkdir()
    shutil.copy(HOME / "content.yaml", folder)
    shutil.copytree(HOME / "styles", folder / "styles")
    style = folder / "styles" / "leaflet.css"
    text = style.read_text(encoding="utf-8")
    times: list[float] = []
    stages: dict[str, list[float]] = {"layout": [], "raster": []}
    with looking(folder) as page:
        page.evaluate(_WATCH)
        for number in range(count + 3):
            size = f"font-size: {36 + number % 9}pt"
            page.evaluate("window.drawnAt = 0")
            start = time()
            style.write_text(text.replace("font-size: 46pt", size), encoding="utf-8")
            drawn = 0.0
            while not drawn:
                sleep(1)  # the browser has this processor to itself
                drawn = page.evaluate("window.drawnAt") / 1000
                assert time() < start + 20, "nothing was drawn in 20 seconds"
            if number >= 3:  # the first ones warm it up
                times.append(drawn - start)
                output = page.evaluate("fetch('/state').then((r) => r.json())")
                for name, found in stages.items():
                    found.append(output["outputs"][0]["seconds"][name])
            sleep(0.5)  # a designer looks; the other outputs are laid out meanwhile
    return times, stages


@contextmanager
def looking(folder: Path) -> Iterator[Any]:
    """A preview of the folder, open in Chromium."""
    from playwright.sync_api import sync_playwright

    command = [sys.executable, str(HOME / "make_pdf.py"), "preview", "--port", "0"]
    server = subprocess.Popen(
        [*command, "--content", str(folder / "content.yaml"), "--lang", "en"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HOME)},
    )
    assert server.stdout
    server.stdout.readline()
    address = re.sub(r"\s", "", server.stdout.readline())
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.goto(address)
            page.wait_for_selector(f"{_SHEET}[data-drawn]")
            sleep(4)
            yield page
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
