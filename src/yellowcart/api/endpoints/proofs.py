"""Proofs: what an independent count found after the sweep, signed."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from yellowcart.api import schemas
from yellowcart.api.asked import row_key
from yellowcart.api.front import ApiRequest
from yellowcart.api.pages import Limit, page
from yellowcart.cutover import queries
from yellowcart.cutover.actions.prove import exported
from yellowcart.cutover.models import Proof
from yellowcart.cutover.seal import public_key

router = Router(tags=["cutovers"])


@router.get("/cutovers/{key}/proofs", response=schemas.Page[schemas.ProofOut])
def proofs(request: ApiRequest, key: int, cursor: str | None = None, limit: Limit = 50) -> Any:
    """Every count of a cut-over, whatever it found."""
    one = queries.the_transition(request.person, row_key(key))
    return page(one.proofs.select_related("by"), cursor, limit, proof_out)


@router.get("/proofs/key", response=schemas.ProofKeyOut)
def proof_key(request: HttpRequest) -> Any:
    """The public key that this installation's proofs verify with."""
    return {"algorithm": "Ed25519", "public_key": public_key()}


@router.get("/proofs/{key}", response=schemas.SignedProofOut)
def proof(request: ApiRequest, key: int) -> Any:
    """One proof as it was signed; `yellowcart proof verify` tells whether it is whole."""
    return exported(queries.the_proof(request.person, row_key(key)))


def proof_out(row: Proof) -> dict[str, Any]:
    return {
        "id": row.pk,
        "cutover": row.transition_id,
        "at": row.at,
        "by": row.by.username,
        "hanging": row.hanging,
        "waiting": row.content["waiting"],
        "kept": row.content["kept"],
    }
