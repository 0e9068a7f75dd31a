"""What no row can state alone: what went out stays as it was said."""

from django.db import migrations

KEPT = """
CREATE FUNCTION notices_issue_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    goes_on text[] := ARRAY['started_at', 'recipients', 'done_at', 'dropped_at'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.started_at IS NOT NULL
        AND to_jsonb(NEW) - goes_on <> to_jsonb(OLD) - goes_on THEN
        RAISE EXCEPTION 'what went out stays as it was said' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER issue_is_kept BEFORE UPDATE OR DELETE ON notices_issue
    FOR EACH ROW EXECUTE FUNCTION notices_issue_is_kept();

CREATE FUNCTION notices_message_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.issue_id <> OLD.issue_id OR NEW.recipient_id <> OLD.recipient_id
        OR NEW.at <> OLD.at
        OR OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at
        OR OLD.acknowledged_at IS NOT NULL
            AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at THEN
        RAISE EXCEPTION 'what was received stays so' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_is_kept BEFORE UPDATE OR DELETE ON notices_message
    FOR EACH ROW EXECUTE FUNCTION notices_message_is_kept();
"""
NOT_KEPT = """
DROP TRIGGER message_is_kept ON notices_message;
DROP FUNCTION notices_message_is_kept();
DROP TRIGGER issue_is_kept ON notices_issue;
DROP FUNCTION notices_issue_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
