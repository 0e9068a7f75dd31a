"""What no row can state alone: sessions that do not overlap, and entries that stay as they ended."""

from django.db import migrations

SESSIONS = """
ALTER TABLE publishing_livesession ADD CONSTRAINT sessions_of_a_cart_never_overlap
    EXCLUDE USING gist (
        int8range(cart_id, cart_id, '[]') WITH &&, tstzrange(started_at, ended_at) WITH &&
    );
"""
NO_SESSIONS = """
ALTER TABLE publishing_livesession DROP CONSTRAINT sessions_of_a_cart_never_overlap;
"""

KEPT = """
CREATE FUNCTION publishing_entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER entry_is_kept BEFORE UPDATE OR DELETE ON publishing_entry
    FOR EACH ROW EXECUTE FUNCTION publishing_entry_is_kept();

CREATE FUNCTION publishing_session_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
        OR NEW.cart_id <> OLD.cart_id OR NEW.started_at <> OLD.started_at THEN
        RAISE EXCEPTION 'sessions are kept' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_is_kept BEFORE UPDATE OR DELETE ON publishing_livesession
    FOR EACH ROW EXECUTE FUNCTION publishing_session_is_kept();
"""
NOT_KEPT = """
DROP TRIGGER session_is_kept ON publishing_livesession;
DROP FUNCTION publishing_session_is_kept();
DROP TRIGGER entry_is_kept ON publishing_entry;
DROP FUNCTION publishing_entry_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]

    operations = [
        migrations.RunSQL(SESSIONS, NO_SESSIONS),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
