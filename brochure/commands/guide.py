"""What --help says, for someone who has never typed a command before."""

from __future__ import annotations

from brochure.finding import Words

GENERAL = Words(
    ja="""\
content.yaml の原稿から、印刷できるリーフレットとポスターの PDF を作ります。

使い方:
  ./make_pdf.py                      原稿に書かれた PDF をすべて out/ に作る
  ./make_pdf.py build poster         ポスターだけを作る
  ./make_pdf.py preview              ブラウザーで刷り上がりを見ながら直す
  ./make_pdf.py check FILE.pdf       入稿できる PDF かどうかを調べる
  ./make_pdf.py tile poster          ポスターを A4 や A3 に分けて印刷する
  ./make_pdf.py handout leaflet      A3 に 2 面などの配布用を作る
  ./make_pdf.py batch fairs.xlsx     表の一行ごとに PDF を作る
  ./make_pdf.py new FOLDER           新しい原稿のフォルダーを作る
  ./make_pdf.py schema               原稿の書式（JSON Schema）を表示する

  ./make_pdf.py build --help         build の選び方をすべて表示する
  ./make_pdf.py --version            版を表示する
  --lang ja|en                       日本語か英語で話す（なければ端末の言語）

終了コード: 0 できた、1 検査に合格しない、2 原稿や指定に直すところがある、
            130 中断された
""",
    en="""\
Makes the print-ready PDFs of the leaflet and the poster from content.yaml.

Usage:
  ./make_pdf.py                      every PDF listed in content.yaml, into out/
  ./make_pdf.py build poster         the poster only
  ./make_pdf.py preview              the pages in a browser, redrawn on save
  ./make_pdf.py check FILE.pdf       whether a print shop will take the PDF
  ./make_pdf.py tile poster          a poster in sheets of A4 or A3, to be glued
  ./make_pdf.py handout leaflet      several copies on a sheet, to be cut apart
  ./make_pdf.py batch fairs.xlsx     a PDF for each row of a table
  ./make_pdf.py new FOLDER           a new folder with sample words
  ./make_pdf.py schema               the JSON Schema of content.yaml

  ./make_pdf.py build --help         all that build can do
  ./make_pdf.py --version            the version
  --lang ja|en                       speak Japanese or English (default: as the
                                     terminal's locale)

Exit status: 0 done, 1 refused by a check, 2 there is something to mend,
             130 interrupted
""",
)

BUILD = Words(
    ja="""\
使い方: ./make_pdf.py build [leaflet|poster|folder]… [オプション]

PDF を作ります。選ばなければ、content.yaml の outputs にあるものすべてです。
前回から何も変わっていなければ、作り直しません。

  leaflet                A4 リーフレット（2 ページ）
  poster                 ポスター
  folder                 巻三つ折り（A4 横、97·100·100 mm）

  --target TARGET        press   印刷会社へ（PDF/X、トンボ付き）
                         office  社内のプリンターで（そのまま 100 % で印刷）
                         screen  メールやウェブで（リンク、読み上げ対応）
                         （くり返し可）
  --size SIZE            ポスターの判型: B2 A1 A2 A3 B1 B3 A4（くり返し可）
  --printer NAME         入稿先の印刷所の設定（brochure/printers/ にある名前）
  --content FILE         原稿（なければここの、次に Brochure の content.yaml）
  --out DIR              PDF を置くフォルダー（なければ原稿の隣の out/）
  --save-toner           社内用（office）の濃い面を白くして、トナーを節約する
  --mono                 社内用（office）を白黒にする
  --force                変わっていなくても作り直す
  --lang ja|en           日本語か英語で話す

例:
  ./make_pdf.py build leaflet --target press
  ./make_pdf.py build poster --size A1 --size A3
""",
    en="""\
Usage: ./make_pdf.py build [leaflet|poster|folder]… [options]

Makes the PDFs: all that content.yaml lists under outputs, or what you choose.
What has not changed since the last time is not made again.

  leaflet                the A4 leaflet, two pages
  poster                 the poster
  folder                 folded in three, A4 lying, 97·100·100 mm

  --target TARGET        press   for the print shop (PDF/X with printer's marks)
                         office  for the printer next door, at 100 %
                         screen  for mail and web (links, accessible)
                         repeatable
  --size SIZE            size of the poster: B2 A1 A2 A3 B1 B3 A4; repeatable
  --printer NAME         the print shop's settings, a name in brochure/printers/
  --content FILE         the words (default: content.yaml here, or Brochure's)
  --out DIR              folder for the PDFs (default: out/ beside the words)
  --save-toner           office files without large dark areas
  --mono                 office files in black and white
  --force                make even what has not changed
  --lang ja|en           speak Japanese or English

Examples:
  ./make_pdf.py build leaflet --target press
  ./make_pdf.py build poster --size A1 --size A3
""",
)

SCHEMA = Words(
    ja="""\
使い方: ./make_pdf.py schema

content.yaml の書式を JSON Schema で表示します。
エディターの入力補完に使われます。
""",
    en="""\
Usage: ./make_pdf.py schema

Prints the JSON Schema of content.yaml, from which editors complete and check.
""",
)

NEW = Words(
    ja="""\
使い方: ./make_pdf.py new FOLDER

新しいフォルダーに、そのまま PDF になる見本の原稿を作ります。
""",
    en="""\
Usage: ./make_pdf.py new FOLDER

Makes a new folder with sample words that build as they are.
""",
)

PREVIEW = Words(
    ja="""\
使い方: ./make_pdf.py preview [オプション]

刷り上がりをブラウザーで見せ、原稿やスタイルを保存するたびに描き直します。
このコンピューターの中だけで動き、ネットワークからは見えません。
Ctrl-C で終わります。

  --port NUMBER          ポート番号（なければ 8000、0 なら空いている番号）
  --open                 ブラウザーを開く
  --content FILE         原稿（なければここの、次に Brochure の content.yaml）
  --lang ja|en           日本語か英語で話す
""",
    en="""\
Usage: ./make_pdf.py preview [options]

Shows the printed pages in a browser and draws them anew whenever the content
or a style sheet is saved. It runs on this computer alone; the network cannot
see it. Ctrl-C ends it.

  --port NUMBER          the port (default 8000; 0 takes any that is free)
  --open                 open the browser
  --content FILE         the content (default: content.yaml here, then
                         Brochure's own)
  --lang ja|en           speak Japanese or English
""",
)

CHECK = Words(
    ja="""\
使い方: ./make_pdf.py check FILE.pdf… [オプション]

入稿できる PDF かどうかを、印刷会社の条件で調べます。
ほかのソフトの PDF も調べられます。

  --printer NAME         印刷会社の条件（名前か、自分のファイル）
  --fold half|roll       二つ折り・巻三つ折りで、折りにかかる文字を調べる
  --html FILE            人が読む報告書を作る（ページの絵と、指摘の場所つき）
  --json FILE            機械が読む報告を作る
  --list-rules           すべての規則を表示する
  --lang ja|en           日本語か英語で話す

終了コード: 0 合格、1 直すところがある、2 PDF として読めない
""",
    en="""\
Usage: ./make_pdf.py check FILE.pdf… [options]

Says whether a print shop will take the PDF, whichever program made it.

  --printer NAME         the shop's wishes (a name in brochure/printers/, or a
                         file of your own)
  --fold half|roll       look for words on the folds of such a leaflet
  --html FILE            write a report for people, with pictures and places
  --json FILE            write a report for programs
  --list-rules           every rule
  --lang ja|en           speak Japanese or English

Exit status: 0 passed, 1 there is something to mend, 2 no PDF that can be read
""",
)

TILE = Words(
    ja="""\
使い方: ./make_pdf.py tile [poster] [オプション]

大きなポスターを、社内のプリンターの用紙に分けて印刷する PDF を作ります。
何枚になるかを先に表示します。最後のページが組み立て図です。

  --size SIZE            ポスターの大きさ（なければ A1）
  --paper A4|A3|B4       用紙（なければ A4）
  --margin MM            印刷できない余白 5〜12（なければ 8）
  --overlap MM           のりしろ（なければ 10）
  --fit                  少し縮めて、紙の数を減らす
  --dry-run              枚数を見るだけで、作らない
  --content FILE         原稿（なければここの、次に Brochure の content.yaml）
  --out FOLDER           できたファイルを置くところ（なければ原稿の隣の out/）
  --lang ja|en           日本語か英語で話す
""",
    en="""\
Usage: ./make_pdf.py tile [poster] [options]

Makes a PDF that prints a large poster on the office printer's sheets, to be
glued together. Says first how many it takes; the last page is the map.

  --size SIZE            the size of the poster (default A1)
  --paper A4|A3|B4       the paper (default A4)
  --margin MM            what the printer cannot reach, 5–12 (default 8)
  --overlap MM           the strip that is glued (default 10)
  --fit                  shrink it a little, to save sheets
  --dry-run              only say how many sheets
  --content FILE         the content (default: content.yaml here, then
                         Brochure's own)
  --out FOLDER           where the file goes (default: out/ beside the content)
  --lang ja|en           speak Japanese or English
""",
)

HANDOUT = Words(
    ja="""\
使い方: ./make_pdf.py handout [leaflet] [オプション]

1 枚の用紙に同じものを何面か並べた、両面印刷用の PDF を作ります。
点線で切り分けてください。

  --paper A3|A4|B4       用紙（なければ A3）
  --up 1|2|4|8           1 枚に何面か（なければ 2）
  --flip long|short      両面印刷のとじ方: 長辺（なければこれ）か短辺
  --content FILE         原稿（なければここの、次に Brochure の content.yaml）
  --out FOLDER           できたファイルを置くところ（なければ原稿の隣の out/）
  --lang ja|en           日本語か英語で話す
""",
    en="""\
Usage: ./make_pdf.py handout [leaflet] [options]

Makes a PDF for printing on both sides, with several copies on each sheet. Cut
them apart along the dashed lines.

  --paper A3|A4|B4       the paper (default A3)
  --up 1|2|4|8           copies on a sheet (default 2)
  --flip long|short      the edge that the printer turns the sheet about
  --content FILE         the content (default: content.yaml here, then
                         Brochure's own)
  --out FOLDER           where the file goes (default: out/ beside the content)
  --lang ja|en           speak Japanese or English
""",
)

BATCH = Words(
    ja="""\
使い方: ./make_pdf.py batch 表 [オプション]

表（CSV か Excel）の一行ごとに、会場や宛名を差し替えた PDF を作ります。
一行目は見出しです: 催し 日付 会場 ブース 宛名 URL、または fair.venue など。
もう一度実行すると、変わった行だけを作り直します。

  --piece NAME           leaflet（なければこれ）か poster
  --target NAME          press（なければこれ）、office、screen
  --size SIZE            ポスターの大きさ
  --printer NAME         入稿先の印刷会社の設定
  --name PATTERN         ファイル名。例 "{催し}-{日付}"（なければ行の番号）
  --merge                全部を行の順に一つのファイルにする
  --jobs NUMBER          同時に動かす数（なければコアの数）
  --scheduler ADDRESS    Dask のスケジューラ（tcp://…）に任せる
  --force                変わっていない行も作る
  --content FILE         原稿（なければここの、次に Brochure の content.yaml）
  --out FOLDER           置くところ（なければ原稿の隣の out/表の名前/）
  --lang ja|en           日本語か英語で話す
""",
    en="""\
Usage: ./make_pdf.py batch TABLE [options]

Makes a PDF for each row of a table (CSV or Excel), with its venue, its guest …
The first row has the headings: fair.name, fair.date, fair.venue, fair.booth,
fair.guest, call_to_action.url, or their Japanese names. Run again, it makes
only the rows that changed.

  --piece NAME           leaflet (default) or poster
  --target NAME          press (default), office or screen
  --size SIZE            the size of a poster
  --printer NAME         the print shop's settings
  --name PATTERN         the files' names, such as "{fair}-{date}" (or: row)
  --merge                one file of all rows, in their order
  --jobs NUMBER          processes (default: as many as there are cores)
  --scheduler ADDRESS    a Dask scheduler (tcp://…) does it
  --force                make rows that have not changed, too
  --content FILE         the content (default: content.yaml here, then
                         Brochure's own)
  --out FOLDER           where they go (default: out/TABLE/ beside the content)
  --lang ja|en           speak Japanese or English
""",
)
