import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import JD, TAOBAO, Run

LINK = {
    "marketplace": "jd",
    "form": "item",
    "item_id": "100012043978",
    "url": JD,
    "affiliate": {},
    "via": [],
}
TOKEN: dict[str, object] = {
    "marketplace": None,
    "form": "token",
    "item_id": None,
    "url": None,
    "affiliate": {},
    "via": [],
}
TEXTS = [JD, "一件好物", f"【京东】{JD}\n点击链接"]
ANSWERS = [
    {"text": TEXTS[0], "links": [LINK]},
    {"text": TEXTS[1], "links": []},
    {"text": TEXTS[2], "links": [LINK]},
]


def test_a_line_of_json_for_each_text(yellowcart: Run) -> None:
    ran = yellowcart("recognise", *TEXTS, "--json")
    assert ran.answers == ANSWERS
    assert "一件好物" in ran.out


def test_every_link_and_token_of_a_text(yellowcart: Run) -> None:
    click = "https://union-click.jd.com/jdc?d=AbCd12"
    text = f"{JD} {click} ￥AbCdEf12GhJk￥"
    (answer,) = yellowcart("recognise", text).answers
    assert answer["links"][0] == LINK
    assert [link["form"] for link in answer["links"]] == ["item", "click", "token"]


def test_a_bare_token_is_of_no_certain_marketplace(yellowcart: Run) -> None:
    assert yellowcart("recognise", "￥AbCdEf12GhJk￥").answers == [
        {"text": "￥AbCdEf12GhJk￥", "links": [TOKEN]}
    ]


def write_files(folder: Path, texts: Sequence[str | None] = TEXTS) -> None:
    table = pa.table({"id": range(len(texts)), "text": texts})
    pq.write_table(table, folder / "t.parquet")
    named = table.set_column(1, "text", table["text"].dictionary_encode())
    pq.write_table(named, folder / "named.parquet")
    lines = [json.dumps({"id": i, "text": text}) for i, text in enumerate(texts)]
    (folder / "t.jsonl").write_text("\n".join(lines) + "\n\n")
    (folder / "t.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    rows = "".join(f'{i},"{text}"\r\n' for i, text in enumerate(texts))
    (folder / "t.csv").write_text(f"\ufeffid,text\r\n{rows}\r\n", encoding="utf-8", newline="")


@pytest.mark.parametrize("file", ["t.parquet", "named.parquet", "t.jsonl", "t.jsonl.gz", "t.csv"])
def test_the_column_of_a_file(yellowcart: Run, tmp_path: Path, file: str) -> None:
    write_files(tmp_path)
    assert yellowcart("recognise", "--input", file, "--column", "text").answers == ANSWERS
    refusal = yellowcart("recognise", "--input", file, "--column", "txt").refusal
    line = "" if "parquet" in file else ", line 1"
    assert refusal == f"{file}{line}, txt: the column is missing; expected one of id, text"


def test_plain_lines_of_a_file_or_of_standard_input(yellowcart: Run, tmp_path: Path) -> None:
    lines = f"{JD}\r\n\n好".encode()
    (tmp_path / "t.txt").write_bytes(lines)
    expected = [
        {"text": JD, "links": [LINK]},
        {"text": "", "links": []},
        {"text": "好", "links": []},
    ]
    assert yellowcart("recognise", "--input", "t.txt").answers == expected
    assert yellowcart("recognise", stdin=lines).answers == expected
    assert yellowcart("recognise", "-", stdin=lines).answers == expected
    assert yellowcart("recognise", "--input", "-", stdin=lines).answers == expected


def test_rows_without_a_text_are_answered_too(yellowcart: Run, tmp_path: Path) -> None:
    write_files(tmp_path, [None, JD])
    expected = [{"text": None, "links": []}, {"text": JD, "links": [LINK]}]
    assert yellowcart("recognise", "--input", "t.parquet").answers == expected
    assert yellowcart("recognise", "--input", "t.jsonl").answers == expected


@pytest.mark.parametrize(
    ("file", "content", "answered", "refusal"),
    [
        (
            "t.txt", b"a\n\xff\nb\n", 1,
            "t.txt, line 2: not UTF-8 (byte 1 of the line); expected text in UTF-8",
        ),
        (
            "t.jsonl", b'{"text": "a"}\n\n{"text": ', 1,
            "t.jsonl, line 3: not JSON (Expecting value); expected a JSON object a line",
        ),
        ("t.jsonl", b"[1]", 0, "t.jsonl, line 1: not a JSON object; expected a JSON object a line"),
        (
            "t.jsonl", b"[" * 100_000, 0,
            "t.jsonl, line 1: not JSON (nested too deep); expected a JSON object a line",
        ),
        ("t.jsonl", b'{"text": 7}', 0, "t.jsonl, line 1, text: not a text, got 7; expected a string"
         " or null"),
        ("t.csv", b"id,text\n1,a\n2\n", 1, "t.csv, line 3: 1 columns; expected 2, as"
         " the header has"),
        ("t.csv", b'id,text\n1,"a', 0, "t.csv, line 2: not CSV (unexpected end of data)"),
        ("t.csv", b"", 0, "t.csv, line 1, text: the column is missing; expected a header line with"
         " column names"),
        ("t.csv.gz", b"id,text\n", 0, "t.csv.gz: cannot be unpacked (Not a gzipped file (b'id'))"),
    ],
)  # fmt: skip
def test_input_that_cannot_be_read(
    yellowcart: Run, tmp_path: Path, file: str, content: bytes, answered: int, refusal: str
) -> None:
    (tmp_path / file).write_bytes(content)
    ran = yellowcart("recognise", "--input", file)
    assert ran.refusal == refusal
    assert ran.out == '{"text": "a", "links": []}\n' * answered


def test_a_parquet_file_that_is_none_or_holds_no_texts(yellowcart: Run, tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(b"id,text")
    assert yellowcart("recognise", "--input", "t.parquet").refusal.startswith(
        "t.parquet: not a Parquet file ("
    )
    write_files(tmp_path)
    assert yellowcart("recognise", "--input", "t.parquet", "--column", "id").refusal == (
        "t.parquet, id: the column holds int64; expected strings"
    )


def test_folders_and_missing_files(yellowcart: Run, tmp_path: Path) -> None:
    assert yellowcart("recognise", "--input", tmp_path).refusal == (
        f"{tmp_path}: cannot be read (Is a directory)"
    )
    assert yellowcart("recognise", "--input", "gone.txt").refusal == (
        "gone.txt: cannot be read (No such file or directory)"
    )
    assert yellowcart("recognise", JD, "--input", "t.txt").refusal == (
        "texts and --input at once; expected one of them"
    )


def test_many_texts_are_answered_as_few_are(
    yellowcart: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yellowcart.cli.recognise.MANY", 2)
    assert yellowcart("recognise", *TEXTS, *TEXTS).answers == ANSWERS * 2


def test_for_people(yellowcart: Run) -> None:
    ran = yellowcart("recognise", f"\x1b[31m看{TAOBAO}\n好", "￥AbCdEf12GhJk￥", "", "--plain")
    assert ran == (
        0,
        f"\ufffd[31m看{TAOBAO} 好\n"
        f"  Taobao · item · 522036083286 · {TAOBAO}\n"
        "￥AbCdEf12GhJk￥\n"
        "  of no certain marketplace · token\n"
        "\n"
        "  no link or token\n",
        "",
    )
