"""What a leaflet says, one class a block; the manual of content.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import (
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    WithJsonSchema,
)

from brochure.content import kinds
from brochure.content.block import Block, says
from brochure.content.kinds import (
    Date,
    Heading,
    Label,
    Latitude,
    Longitude,
    Number,
    Paragraph,
    Plain,
    Url,
)
from brochure.content.output import Output
from brochure.content.piece import OwnPiece, PieceName


class Information(Block):
    """What the file says of itself."""

    title: Plain = says(
        "題名 Title",
        "PDF の題名。文書のプロパティと印刷の欄外に出ます",
        "The title in the PDF's properties and in the slug",
    )
    issued: Date = says(
        "発行日 Issued",
        "発行日（2026-11-01）。PDF の日付になります",
        "The day of issue (2026-11-01); becomes the date of the PDF",
    )
    job: Plain = says(
        "管理番号 Job",
        "入稿データの欄外に印刷される管理番号",
        "The job number, printed in the slug",
        default="",
    )


class Organization(Block):
    """Who speaks."""

    name: Label = says("名称 Name", "会社や官庁の名称", "Who publishes this")


class Question(Block):
    """One of the questions that the reader is asked."""

    label: Label = says(
        "見出し番号 Label", "問いの上の小さな文字", "The small line above the question"
    )
    headline: Heading = says(
        "問い Headline",
        "大きく組まれる問い。| は改行してよい位置です",
        "The question, set large; a line may break at |",
    )
    call: Heading = says(
        "呼びかけ Call", "問いの下の一行", "The line below the question"
    )
    body: tuple[Paragraph, ...] = says(
        "本文 Body",
        "本文。段落ごとに「- 」で始めます。一つ目の問いだけに書きます",
        "The paragraphs, each beginning with “- ”; only of the first question",
        default=(),
        max_length=12,
    )


class Figure(Block):
    """A number worth printing large."""

    before: Label | None = says(
        "前のことば Before",
        "数字の前の小さな文字",
        "The words before the number",
        default=None,
    )
    number: Number = says(
        "数字 Number",
        "数字だけ。桁区切りは自動で入ります",
        "Digits only; thousands are separated by themselves",
    )
    after: Label | None = says(
        "後ろのことば After",
        "数字の後ろの単位やことば",
        "The unit or the words after the number",
        default=None,
    )


class Stage(Block):
    """A step of a career."""

    stage: Label = says("経歴 Stage", "どんな仕事か", "What the work was")
    detail: Label | None = says(
        "補足 Detail", "年数や国など", "How long, or where", default=None
    )
    place: str = says(
        "場所 Place",
        "地図の上の場所。places にある名前",
        "Where on the map: a name from places",
        min_length=1,
        max_length=40,
    )


class Place(Block):
    """A dot on the map."""

    name: Label = says("地名 Name", "紙面に出る地名", "The name that is printed")
    longitude: Longitude = says(
        "経度 Longitude", "東経は正、西経は負の度", "Degrees, east positive"
    )
    latitude: Latitude = says(
        "緯度 Latitude", "北緯は正、南緯は負の度", "Degrees, north positive"
    )


#: The key of a place is part of element ids, so it has no dot and no space.
PlaceKey = Annotated[str, StringConstraints(pattern=r"^[^\s.]{1,40}$")]


class Interview(Block):
    """What someone who works there tells."""

    title: Heading = says("題 Title", "インタビューの題", "The title of the interview")
    body: tuple[Paragraph, ...] = says(
        "本文 Body",
        "本文。段落ごとに「- 」で始めます",
        "The paragraphs, each beginning with “- ”",
        min_length=1,
        max_length=12,
    )
    quote: Heading | None = says(
        "抜き書き Quote",
        "本文からそのまま抜き出して大きく組む一文",
        "A sentence of the body, word for word, set large",
        default=None,
    )
    places: dict[PlaceKey, Place] = says(
        "場所 Places",
        "career で使う場所と、その位置",
        "The places that the career uses, with their positions",
        default={},
        max_length=24,
        json_schema_extra={"additionalProperties": False},
    )
    career: tuple[Stage, ...] = says(
        "経歴 Career",
        "地図の上の足あと。古い順",
        "The path on the map, oldest first",
        default=(),
        max_length=12,
    )


class Message(Block):
    """The message to the reader."""

    label: Label = says("見出し Label", "メッセージの見出し", "Its heading")
    body: tuple[Paragraph, ...] = says(
        "本文 Body",
        "本文。段落ごとに「- 」で始めます",
        "The paragraphs, each beginning with “- ”",
        min_length=1,
        max_length=8,
    )
    keywords: tuple[Label, ...] = says(
        "キーワード Keywords",
        "本文から抜き出して帯に並べることば",
        "Words of the body that are drawn out as a strip",
        default=(),
        max_length=6,
    )


class CallToAction(Block):
    """Where the reader goes next."""

    label: Label = says("ことば Label", "申込先の見出し", "What the address is")
    url: Url | None = says(
        "URL",
        "申込先の URL。書くと QR コードが入ります",
        "The address; with one there is a QR code",
        default=None,
    )


class Fair(Block):
    """The fair that the leaflet is for, and whom it is given to; a table changes it."""

    name: Label | None = says(
        "催し Fair", "説明会の名前", "What the fair is called", default=None
    )
    date: Date | None = says(
        "日付 Date",
        "開催日。曜日は自動で付きます",
        "The day; its weekday is added",
        default=None,
    )
    calendar: Annotated[
        str,
        BeforeValidator(kinds.choice(("seireki", "wareki"))),
        WithJsonSchema({"enum": ["seireki", "wareki"]}),
    ] = says(
        "暦 Calendar",
        "seireki（2026年12月5日（土））か wareki（令和8年12月5日（土））",
        "seireki (the year 2026) or wareki (the year of the era, Reiwa 8)",
        default="seireki",
    )
    venue: Label | None = says("会場 Venue", "会場", "Where it is", default=None)
    booth: Label | None = says(
        "ブース Booth", "ブースの番号", "The number of the booth", default=None
    )
    guest: Label | None = says(
        "宛名 Guest",
        "渡す相手。大学や人の名前",
        "Whom it is given to: a university, a person",
        default=None,
    )


#: What is made when content.yaml has no `outputs`.
_USUAL = (
    {"piece": "leaflet", "target": "press"},
    {"piece": "leaflet", "target": "office"},
    {"piece": "leaflet", "target": "screen"},
    {"piece": "poster", "target": "press"},
)


class Content(Block):
    """All words of a leaflet and its poster, and the files to make of them."""

    model_config = ConfigDict(title="原稿 Content")

    document: Information = says("文書 Document", "この原稿について", "About this file")
    organization: Organization = says("組織 Organization", "発行元", "Who speaks")
    questions: tuple[Question, ...] = says(
        "問い Questions",
        "読み手への問い。表面と裏面に一つずつ、合わせて二つ",
        "What the reader is asked: two, one on each side",
        min_length=2,
        max_length=2,
    )
    figures: tuple[Figure, ...] = says(
        "数字 Figures",
        "大きく見せる数字",
        "Numbers that are set large",
        default=(),
        max_length=4,
    )
    slogan: Heading | None = says(
        "標語 Slogan", "地図に添える一言", "A phrase beside the map", default=None
    )
    interview: Interview | None = says(
        "インタビュー Interview",
        "働く人のことば",
        "What someone who works there tells",
        default=None,
    )
    message: Message = says(
        "メッセージ Message", "読み手へのメッセージ", "The message to the reader"
    )
    closing: Heading = says(
        "結び Closing", "最後の呼びかけ", "The last words, set large"
    )
    call_to_action: CallToAction | None = says(
        "申込先 Call to action", "申込先と QR コード", "Where to apply", default=None
    )
    fair: Fair | None = says(
        "説明会 Fair",
        "どの説明会のためか。表（CSV・Excel）から差し替えられます",
        "Which fair it is for; a table (CSV, Excel) can fill this in",
        default=None,
    )
    pieces: dict[PieceName, OwnPiece] = says(
        "種類 Pieces",
        "自分のテンプレートで作るもの。名前と大きさを書きます",
        "Pieces made by templates of one's own, with their sizes",
        default={},
        max_length=24,
        json_schema_extra={"additionalProperties": False},
    )
    outputs: tuple[Output, ...] = says(
        "出力 Outputs",
        "`make pdf` で作るファイル",
        "The files that `make pdf` builds",
        default=_USUAL,
        validate_default=True,
        min_length=1,
        max_length=24,
    )
