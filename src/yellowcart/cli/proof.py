"""`yellowcart proof`: whether an exported proof of a cut-over is whole, and whose it is."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yellowcart.cli.language import language_of, said
from yellowcart.cli.options import Json, Language
from yellowcart.cli.output import print_json, printable, wants_json

if TYPE_CHECKING:
    from yellowcart.kit.errors import YellowcartError

HELP = said("查验切换的证明。", "Check proofs of cut-overs.")
VERIFY_HELP = said(
    "查验一份导出的切换证明。\n\n"
    "签名完好时退出码为 0；签名之后被改动、或不是 --key 所签，退出码为 1。"
    "不加 --key 时只说明文件完好，不说明是谁签的。",
    "Check an exported proof of a cut-over.\n\n"
    "Exit code 0 where its signature holds; 1 where it was changed after it was signed, or was not "
    "signed by --key. Without --key this tells that the file is whole, not whose it is.",
)
VERIFY_EXAMPLES = """\
  yellowcart proof verify proof.json --key "$(cat platform.key)"
  yellowcart proof verify - --json < proof.json"""
LARGEST = 64 << 20
KEY_BYTES = 32

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help=said("导出的证明（JSON）；- 为标准输入。", "The exported proof, JSON; - reads stdin."),
    ),
]
Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="BASE64",
        help=said(
            "平台的公钥，见 GET /api/v1/proofs/key。",
            "The platform's public key, from GET /api/v1/proofs/key.",
        ),
    ),
]


def verify(file: File, key: Key = None, language: Language = None, json: Json = None) -> None:
    from yellowcart.cutover.errors import BadProof, NotAProof
    from yellowcart.cutover.seal import verify

    spoken = language_of(language)
    expected = None if key is None else _public_key(key)
    exported = _read(file)
    refused: YellowcartError | None = None
    try:
        verify(exported, expected)
    except NotAProof:
        raise _not_a_proof(file) from None
    except BadProof as error:
        refused = error
    if wants_json(json):
        print_json(_answer(exported, refused))
    else:
        _show(exported, refused, expected, spoken)
    if refused is not None:
        raise typer.Exit(1)


def _public_key(given: str) -> str:
    from base64 import b64decode

    from yellowcart.kit.errors import BadInput

    try:
        raw = b64decode(given.strip(), validate=True)
    except ValueError:
        raw = b""
    if len(raw) != KEY_BYTES:
        raise BadInput(
            "not a key", field="--key", value=given, expected=f"{KEY_BYTES} bytes in Base64"
        )
    return given.strip()


def _read(file: Path) -> dict[str, Any]:
    """The JSON object in a file; one whose names come twice says two things, and is refused."""
    import json

    if str(file) == "-":
        raw = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise _not_a_proof(file)
    try:
        found = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise _not_a_proof(file) from None
    if not isinstance(found, dict):
        raise _not_a_proof(file)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def _not_a_proof(file: Path) -> "YellowcartError":
    from yellowcart.kit.errors import BadInput

    return BadInput(
        "not a proof", source=str(file), expected="JSON with proof, public_key and signature"
    )


def _answer(exported: dict[str, Any], refused: "YellowcartError | None") -> dict[str, Any]:
    return {
        "whole": refused is None,
        "refused": None if refused is None else str(refused),
        "public_key": exported["public_key"],
        **dict(zip(("at", "hanging", "withdrawn"), _said_by(exported), strict=True)),
    }


def _show(
    exported: dict[str, Any], refused: "YellowcartError | None", expected: str | None, spoken: str
) -> None:
    key = printable(exported["public_key"])
    if refused is not None:
        if expected is not None and exported["public_key"] != expected:
            print(said(f"不是 {expected} 所签：由 {key} 签名。",
                       f"Not signed by {expected}, but by {key}.", spoken))  # fmt: skip
        else:
            print(said("签名之后被改动过。", "It was changed after it was signed.", spoken))
        return
    at, hanging, withdrawn = (printable(str(one)) for one in _said_by(exported))
    print(said(f"完好，由 {key} 签名。", f"Whole, and signed by {key}.", spoken))
    print(said(f"切换时刻 {at}：下架 {withdrawn}，仍挂 {hanging}。",
               f"Cut-over at {at}: {withdrawn} withdrawn, {hanging} still hanging.",
               spoken))  # fmt: skip
    if expected is None:
        print(said("未用 --key 核对是谁所签。",
                   "Whose key that is was not checked: give --key.", spoken))  # fmt: skip


def _said_by(exported: dict[str, Any]) -> tuple[Any, Any, Any]:
    """The instant, how many hang, how many were withdrawn; null where a proof does not say it."""
    proof = exported["proof"]
    proof = proof if isinstance(proof, dict) else {}
    one = proof.get("transition")
    at = one.get("at") if isinstance(one, dict) else None
    return at, proof.get("hanging"), proof.get("withdrawn")
