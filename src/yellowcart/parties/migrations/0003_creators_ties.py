"""Whose account a creator's is, and who looks after it."""

import django.db.models.deletion
from django.db import migrations, models

TIES = """
CREATE FUNCTION parties_creators_ties_fit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.merchant_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM parties_organisation WHERE id = NEW.merchant_id AND kind = 'merchant'
    ) OR NEW.provider_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM parties_organisation WHERE id = NEW.provider_id AND kind = 'provider'
    ) THEN
        RAISE EXCEPTION 'a creator is a merchant''s, or looked after by a service provider'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER creators_ties_fit BEFORE INSERT OR UPDATE OF merchant_id, provider_id
    ON parties_creator FOR EACH ROW EXECUTE FUNCTION parties_creators_ties_fit();
"""
NO_TIES = """
DROP TRIGGER creators_ties_fit ON parties_creator;
DROP FUNCTION parties_creators_ties_fit();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_held_by_the_database"),
    ]

    operations = [
        migrations.AddField(
            model_name="creator",
            name="merchant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="own_creators",
                to="parties.organisation",
            ),
        ),
        migrations.AddField(
            model_name="creator",
            name="provider",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="creators",
                to="parties.organisation",
            ),
        ),
        migrations.RunSQL(TIES, NO_TIES),
    ]
