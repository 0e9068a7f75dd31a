"""Entries that a sweep withdraws, and how the database finds what hangs by its class."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FILLED = """
ALTER TABLE publishing_entry DISABLE TRIGGER entry_is_kept;
UPDATE publishing_entry SET surface_id = publishing_cart.surface_id
    FROM publishing_cart WHERE publishing_cart.id = cart_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE publishing_entry ENABLE TRIGGER entry_is_kept;
"""

# Figures go on after the end; nothing else of an entry does.
KEPT = """
CREATE OR REPLACE FUNCTION publishing_entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'entries are kept' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.ended_at IS NOT NULL
        AND to_jsonb(NEW) - ARRAY['gmv_30d_fen', 'commission_30d_fen']
            <> to_jsonb(OLD) - ARRAY['gmv_30d_fen', 'commission_30d_fen'] THEN
        RAISE EXCEPTION 'an entry stays as it ended' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.cart_id <> OLD.cart_id OR NEW.surface_id <> OLD.surface_id
        OR NEW.text <> OLD.text OR NEW.product <> OLD.product
        OR OLD.hung_at IS NOT NULL AND NEW.hung_at IS DISTINCT FROM OLD.hung_at THEN
        RAISE EXCEPTION 'what was given, where and since when it hangs, stays'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION publishing_surface_is_the_carts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM publishing_cart WHERE id = NEW.cart_id AND surface_id = NEW.surface_id
    ) THEN
        RAISE EXCEPTION 'an entry hangs on its cart''s surface' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER surface_is_the_carts BEFORE INSERT ON publishing_entry
    FOR EACH ROW EXECUTE FUNCTION publishing_surface_is_the_carts();
CREATE FUNCTION publishing_cart_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a cart stays on its surface, its creator''s'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER cart_stays BEFORE UPDATE OF surface_id, creator_id ON publishing_cart
    FOR EACH ROW WHEN (NEW.surface_id <> OLD.surface_id OR NEW.creator_id <> OLD.creator_id)
    EXECUTE FUNCTION publishing_cart_stays();
"""
KEPT_BEFORE = """
DROP TRIGGER cart_stays ON publishing_cart;
DROP FUNCTION publishing_cart_stays();
DROP TRIGGER surface_is_the_carts ON publishing_entry;
DROP FUNCTION publishing_surface_is_the_carts();
CREATE OR REPLACE FUNCTION publishing_entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'entries are kept' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.ended_at IS NOT NULL
        AND to_jsonb(NEW) - 'gmv_30d_fen' <> to_jsonb(OLD) - 'gmv_30d_fen' THEN
        RAISE EXCEPTION 'an entry stays as it ended' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.cart_id <> OLD.cart_id OR NEW.text <> OLD.text OR NEW.product <> OLD.product
        OR OLD.hung_at IS NOT NULL AND NEW.hung_at IS DISTINCT FROM OLD.hung_at THEN
        RAISE EXCEPTION 'what was given, where and since when it hangs, stays'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_held_by_the_database"),
        ("publishing", "0002_held_by_the_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="entry",
            name="entry_passed_every_step",
        ),
        migrations.RemoveConstraint(
            model_name="entry",
            name="entry_sold_nothing_negative",
        ),
        migrations.AddField(
            model_name="cart",
            name="arranged_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="commission_30d_fen",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="entry",
            name="place",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="restores",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="restored_by",
                to="publishing.entry",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="surface",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.surface",
            ),
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="entry",
            name="surface",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.surface",
            ),
        ),
        migrations.RunSQL(KEPT, KEPT_BEFORE),
        migrations.AlterField(
            model_name="entry",
            name="status",
            field=models.CharField(
                choices=[
                    ("hung", "hung"),
                    ("in_review", "in review"),
                    ("refused", "refused"),
                    ("taken_down", "taken down"),
                    ("withdrawn", "withdrawn"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("status", "hung")),
                fields=["surface", "marketplace", "kind", "category", "id"],
                name="entries_hung_by_class",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True),
                        ("hung_at__isnull", False),
                        ("position__isnull", False),
                        ("status", "hung"),
                        models.Q(("marketplace", ""), _negated=True),
                        models.Q(("agreement", ""), _negated=True),
                    ),
                    models.Q(
                        ("ended_at__isnull", True),
                        ("hung_at__isnull", True),
                        ("marketplace", ""),
                        ("pinned", False),
                        ("position__isnull", False),
                        ("status", "in_review"),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("hung_at__isnull", True),
                        ("pinned", False),
                        ("position__isnull", True),
                        ("status", "refused"),
                        models.Q(("ended_why", ""), _negated=True),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("pinned", False),
                        ("position__isnull", True),
                        ("status", "taken_down"),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("hung_at__isnull", False),
                        ("pinned", False),
                        ("place__isnull", False),
                        ("position__isnull", True),
                        ("status", "withdrawn"),
                        models.Q(("ended_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="entry_passed_every_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "withdrawn"), ("place__isnull", True), _connector="OR"
                ),
                name="entry_keeps_its_place_when_it_is_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("commission_30d_fen__gte", 0), ("gmv_30d_fen__gte", 0)),
                name="entry_sold_nothing_negative",
            ),
        ),
    ]
