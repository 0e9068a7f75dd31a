"""What no row can state alone: that an event stays as it was told."""

from django.db import migrations

KEPT = """
CREATE FUNCTION webhooks_event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are kept as they are' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_is_kept BEFORE UPDATE OR DELETE ON webhooks_event
    FOR EACH ROW EXECUTE FUNCTION webhooks_event_is_kept();
"""
NOT_KEPT = """
DROP TRIGGER event_is_kept ON webhooks_event;
DROP FUNCTION webhooks_event_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
