"""Proofs: a page to print, and the signed file to hand out."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yellowcart.console.changed import changed
from yellowcart.console.frame import PageRequest, page
from yellowcart.console.moment import moment
from yellowcart.console.named import Names
from yellowcart.cutover import queries
from yellowcart.cutover.actions.prove import exported
from yellowcart.cutover.errors import UnknownProof
from yellowcart.cutover.models import Proof
from yellowcart.kit.instant import parse_instant
from yellowcart.parties.models import Person

VERIFY = """\
import base64, json, pathlib
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

file = json.loads(pathlib.Path("proof-{key}.json").read_text("utf-8"))
signed = json.dumps(file["proof"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
key = Ed25519PublicKey.from_public_bytes(base64.b64decode(file["public_key"]))
key.verify(base64.b64decode(file["signature"]), signed.encode())
"""


@page()
def proof(request: PageRequest, key: int) -> HttpResponse:
    found = _proof(request.user, key)
    content, of = found.content, moment(request)
    names = Names(of.table.terms)
    transition = content["transition"]
    return render(
        request,
        "console/proof.html",
        {
            "proof": found,
            "content": content,
            "at": parse_instant(transition["at"]),
            "swept_at": parse_instant(transition["swept_at"]),
            "approved_at": parse_instant(transition["approved_at"]),
            "counted_at": parse_instant(content["counted_at"]),
            "rehearsed_at": content["rehearsed"] and parse_instant(content["rehearsed"]["at"]),
            "changes": changed(transition["changes"], names),
            "names": names,
            "zone": of.table.terms.time_zone,
            "verify": VERIFY.replace("{key}", str(found.pk)),
        },
    )


@page()
def proof_json(request: PageRequest, key: int) -> HttpResponse:
    found = _proof(request.user, key)
    text = json.dumps(exported(found), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="proof-{key}.json"'
    return answer


def _proof(person: Person, key: int) -> Proof:
    try:
        return queries.the_proof(person, key)
    except UnknownProof:
        raise Http404 from None
