"""The marketplace and the item of each entry: from its text, or as the inventory has them."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from yellowcart.links.column import recognise_column

ADDRESS = r"//|\w\.[A-Za-z]{2,}"
Columns = tuple[pa.DictionaryArray, pa.Array, Mapping[str, int]]


def recognised_columns(batch: pa.RecordBatch) -> Columns:
    """Marketplace (null where unrecognised), item id, and what the unrecognised are.

    That is counted as `token` (of no marketplace), `address` (a link to some other place) and
    `words` (neither); of an inventory that is already recognised as `not_given`.
    """
    if "text" not in batch.schema.names:
        given = _as_codes(batch.column("marketplace"))
        kinds = {"not_given": given.null_count} if given.null_count else {}
        return given, _item_id(batch), kinds
    text = batch.column("text")
    links = recognise_column(text)
    names = ("marketplace", "form", "item_id")
    marketplace, form, item_id = (_one_array(links.column(name)) for name in names)
    return marketplace, item_id, _kinds(text, marketplace, form)


def _as_codes(given: pa.DictionaryArray) -> pa.DictionaryArray:
    """Marketplaces as an inventory spells them: " JD" is jd, since a code has no capitals, and
    a blank one is null.

    Taken as it stands it would belong to no partner, and its withdrawal would be missed.
    """
    codes = pc.utf8_lower(pc.utf8_trim_whitespace(given.dictionary))
    codes = pc.if_else(pc.equal(codes, ""), pa.scalar(None, pa.string()), codes)
    if codes.equals(given.dictionary):
        return given
    return codes.take(given.indices).dictionary_encode()


def _item_id(batch: pa.RecordBatch) -> pa.Array:
    if "item_id" in batch.schema.names:
        return batch.column("item_id")
    return pa.nulls(batch.num_rows, pa.string())


def _one_array(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _kinds(text: pa.Array, marketplace: pa.Array, form: pa.Array) -> Mapping[str, int]:
    unknown = pc.is_null(marketplace)
    texts, forms = text.filter(unknown), form.filter(unknown)
    token = pc.fill_null(pc.equal(forms.cast(pa.string()), "token"), False)
    address = pc.and_not(pc.match_substring_regex(texts, ADDRESS), token)
    counted = {"token": token, "address": address}
    kinds = {kind: int(pc.sum(mask).as_py() or 0) for kind, mask in counted.items()}
    kinds["words"] = len(texts) - sum(kinds.values())
    return {kind: count for kind, count in kinds.items() if count}
