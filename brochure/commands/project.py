"""The commands around a project: a new one, its schema, and looking at it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from brochure import HOME
from brochure.commands.options import Command, Given, Option, count
from brochure.commands.shared import CONTENT, LANG, content_file
from brochure.finding import Words

NEW = Command(
    "new",
    Words(
        "新しいフォルダーに、そのまま PDF になる見本の原稿を作ります。",
        "Makes a new folder with sample words that build as they are.",
    ),
    operand=Words("FOLDER", "FOLDER"),
    most=1,
    needed=Words(
        "new のあとに、作るフォルダーの名前が要ります",
        "new needs the name of the folder to make",
    ),
    example="make_pdf.py new spring",
    options=(LANG,),
)


def new(given: Given, lang: str) -> int:
    """`new spring`"""
    from brochure.content import new

    folder = Path(given.names[0])
    new.create(folder)
    words = folder / "content.yaml"
    done = Words(
        f"{folder} を作りました。{words} を書きかえて、次を実行してください:",
        f"{folder} is ready. Change {words}, then run:",
    )
    print(done.in_(lang))
    print(
        f"  {shlex.join([str(HOME / 'make_pdf.py'), 'build', '--content', str(words)])}"
    )
    return 0


SCHEMA = Command(
    "schema",
    Words(
        "content.yaml の書式を JSON Schema で表示します。エディターの入力補完に"
        "使われます。",
        "Prints the JSON Schema of content.yaml, by which editors complete and check.",
    ),
    options=(LANG,),
)


def schema(given: Given, lang: str) -> int:
    """`schema`"""
    from brochure.content import schema

    sys.stdout.buffer.write(schema().encode())
    return 0


PREVIEW = Command(
    "preview",
    Words(
        "刷り上がりをブラウザーで見せ、原稿やスタイルを保存するたびに描き直します。"
        "このコンピューターの中だけで動き、ネットワークからは見えません。"
        "Ctrl-C で終わります。",
        "Shows the printed pages in a browser and draws them anew whenever the content"
        " or a style sheet is saved. It runs on this computer alone; the network cannot"
        " see it. Ctrl-C ends it.",
    ),
    options=(
        Option(
            "--port",
            Words(
                "ポート番号（0 なら空いている番号）",
                "the port; 0 takes any that is free",
            ),
            "NUMBER",
            read=count(0, 65535, "usage.port"),
            usual="8000",
        ),
        Option("--open", Words("ブラウザーを開く", "open the browser")),
        CONTENT,
        LANG,
    ),
)


def preview(given: Given, lang: str) -> int:
    """`preview --open`"""
    from brochure.preview.serve import serve

    content = content_file(given["content"])
    return serve(content, given["port"], given["open"], lang)
