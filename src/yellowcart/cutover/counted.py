"""The independent count behind a proof: the terms read anew, in SQL, from what is on file.

Nothing of the sweep is asked, and nothing of the compiled table: the agreements' rows are held
against the entries' rows, class by class, at the last microsecond before the instant, at the
instant, and now.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

MICROSECOND = timedelta(microseconds=1)

# A class is open at an instant where some clause in force grants it and nothing forbids it. A
# clause or rule matches by lists: empty ones match everything, `*` too, and a class without a
# category or a group is on no list and caught by no `except_` list.
MATCHES = """
    ('*' = ANY (p.surfaces) OR n.surface = ANY (p.surfaces))
    AND ('*' = ANY (p.kinds) OR n.kind = ANY (p.kinds))
    AND (p.categories = '{}' OR n.category <> '' AND n.category = ANY (p.categories))
    AND NOT (n.category <> '' AND n.category = ANY (p.except_categories))
    AND (p.creator_groups = '{}' OR n."group" <> '' AND n."group" = ANY (p.creator_groups))
    AND NOT (n."group" <> '' AND n."group" = ANY (p.except_creator_groups))
    AND (p.start IS NULL OR p.start <= i.at) AND (p.until IS NULL OR i.at < p.until)
"""
COUNTED = f"""
WITH classes AS (
    SELECT e.surface_id, s.code AS surface, e.marketplace, e.kind, e.category, k."group",
        array_agg(e.id) AS ids
    FROM publishing_entry AS e
    JOIN publishing_cart AS c ON c.id = e.cart_id
    JOIN parties_creator AS k ON k.id = c.creator_id
    JOIN agreements_surface AS s ON s.id = c.surface_id
    WHERE e.status = 'hung'
    GROUP BY e.surface_id, s.code, e.marketplace, e.kind, e.category, k."group"
), named AS (
    SELECT row_number() OVER () AS number, classes.*, m.partner_id, q.code AS partner
    FROM classes
    LEFT JOIN agreements_marketplace AS m ON m.code = classes.marketplace
    LEFT JOIN agreements_partner AS q ON q.id = m.partner_id
), clauses AS (
    SELECT p.*, v.partner_id, v.period FROM agreements_clause AS p
    JOIN agreements_agreementversion AS v ON v.id = p.version_id AND v.counts
), rules AS (
    SELECT DISTINCT ON (p.rule_id) p.* FROM agreements_houseruleversion AS p
    WHERE p.status = 'in_force' ORDER BY p.rule_id, p.number DESC
), instants (name, at) AS (
    VALUES ('before', %(before)s::timestamptz), ('at', %(at)s), ('now', %(now)s)
), answers AS (
    SELECT n.number, i.name,
        EXISTS (SELECT FROM clauses AS p WHERE p.effect = 'grant'
            AND p.partner_id = n.partner_id AND p.period @> i.at AND {MATCHES})
        AND NOT EXISTS (SELECT FROM clauses AS p WHERE p.effect = 'forbid'
            AND p.partner_id = n.partner_id AND p.period @> i.at AND {MATCHES})
        AND NOT EXISTS (SELECT FROM rules AS p
            WHERE ('*' = ANY (p.partners) OR n.partner = ANY (p.partners)) AND {MATCHES})
        AS open,
        ARRAY(SELECT DISTINCT p.hung FROM clauses AS p WHERE p.effect = 'grant'
            AND p.partner_id = n.partner_id AND p.period @> i.at AND {MATCHES}) AS hung
    FROM named AS n CROSS JOIN instants AS i
), closed AS (
    SELECT n.*, b.hung FROM named AS n
    JOIN answers AS b ON b.number = n.number AND b.name = 'before' AND b.open
    JOIN answers AS t ON t.number = n.number AND t.name = 'at' AND NOT t.open
    JOIN answers AS w ON w.number = n.number AND w.name = 'now' AND NOT w.open
), hanging AS (
    SELECT c.partner, c.surface, c.kind, c.category, c."group",
        'keep' = ANY (c.hung) AS kept,
        'session' = ANY (c.hung) AND l.id IS NOT NULL
            AND (l.ended_at IS NULL OR l.ended_at > %(now)s) AND %(now)s < %(over)s AS waiting
    FROM closed AS c CROSS JOIN unnest(c.ids) AS hung (id)
    JOIN publishing_entry AS e ON e.id = hung.id
    LEFT JOIN publishing_livesession AS l ON l.id = e.session_id
)
SELECT partner, surface, kind, category, "group", count(*) FILTER (WHERE kept),
    count(*) FILTER (WHERE waiting AND NOT kept), count(*) FILTER (WHERE NOT kept AND NOT waiting)
FROM hanging GROUP BY partner, surface, kind, category, "group"
ORDER BY partner, surface, kind, category, "group"
"""
CELL = ("partner", "surface", "kind", "category", "creator_group", "kept", "waiting", "hanging")
WHOLE_TABLES = "SET LOCAL enable_nestloop = off"
"""Both queries read what they join whole; statistics may not have caught up with a sweep yet."""
LAG = """
SELECT count(*), count(v.id), min(w.at - %(at)s), max(w.at - %(at)s),
    percentile_disc(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (ORDER BY w.at - %(at)s)
FROM cutover_withdrawal AS w
LEFT JOIN webhooks_event AS v ON v.kind = 'entry.withdrawn' AND v.subject = w.entry_id::text
WHERE w.transition_id = %(transition)s
"""


def still_hanging(at: datetime, now: datetime, longest_wait: timedelta) -> list[dict[str, Any]]:
    """What hangs of the classes that closed at `at` and are closed now, cell by cell.

    `kept` stay by their clause, `waiting` for the end of their live session, `hanging` should
    not hang any more.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WHOLE_TABLES)
        cursor.execute(
            COUNTED, {"before": at - MICROSECOND, "at": at, "now": now, "over": at + longest_wait}
        )
        return [dict(zip(CELL, row, strict=True)) for row in cursor.fetchall()]


def withdrawals_of(key: int, at: datetime) -> dict[str, Any]:
    """How many were withdrawn, how many events tell of it, and how long after the instant."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WHOLE_TABLES)
        cursor.execute(LAG, {"at": at, "transition": key})
        count, events, least, most, shares = cursor.fetchone()
    lags: dict[str, timedelta] = {}
    if count:
        lags = dict(zip(("p50", "p90", "p99"), shares, strict=True)) | {"min": least, "max": most}
    return {
        "withdrawn": count,
        "events": events,
        "lag_milliseconds": {
            name: lag // timedelta(milliseconds=1) for name, lag in sorted(lags.items())
        },
    }
