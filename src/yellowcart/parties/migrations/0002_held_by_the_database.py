"""What no row can state alone: the audit record's permanence, and that membership fits the role."""

from django.db import migrations

AUDIT = """
CREATE FUNCTION parties_audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit records are kept as they are' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_record_is_kept BEFORE UPDATE OR DELETE ON parties_auditrecord
    FOR EACH ROW EXECUTE FUNCTION parties_audit_is_kept();
CREATE TRIGGER audit_records_are_kept BEFORE TRUNCATE ON parties_auditrecord
    FOR EACH STATEMENT EXECUTE FUNCTION parties_audit_is_kept();
CREATE TRIGGER audit_head_is_kept BEFORE DELETE OR TRUNCATE ON parties_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION parties_audit_is_kept();

CREATE FUNCTION parties_audit_head_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> OLD.number + 1 OR NOT EXISTS (
        SELECT FROM parties_auditrecord WHERE number = NEW.number AND hash = NEW.hash
    ) THEN
        RAISE EXCEPTION 'the audit head goes on by one record'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON parties_audithead
    FOR EACH ROW EXECUTE FUNCTION parties_audit_head_goes_on();
"""
NO_AUDIT = """
DROP TRIGGER audit_head_goes_on ON parties_audithead;
DROP TRIGGER audit_head_is_kept ON parties_audithead;
DROP TRIGGER audit_records_are_kept ON parties_auditrecord;
DROP TRIGGER audit_record_is_kept ON parties_auditrecord;
DROP FUNCTION parties_audit_head_goes_on();
DROP FUNCTION parties_audit_is_kept();
"""
MEMBERSHIP = """
CREATE FUNCTION parties_membership_fits_the_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.organisation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM parties_organisation WHERE id = NEW.organisation_id AND kind =
            CASE WHEN NEW.role IN ('merchant', 'provider') THEN NEW.role
                 WHEN NEW.role <> 'creator' THEN 'platform' END
    ) THEN
        RAISE EXCEPTION 'the role % does not go with that organisation', NEW.role
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER membership_fits_the_role BEFORE INSERT OR UPDATE OF role, organisation_id
    ON parties_person FOR EACH ROW EXECUTE FUNCTION parties_membership_fits_the_role();

CREATE FUNCTION parties_organisation_stays_of_its_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind <> OLD.kind THEN
        RAISE EXCEPTION 'an organisation stays of its kind' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_stays_of_its_kind BEFORE UPDATE OF kind
    ON parties_organisation FOR EACH ROW
    EXECUTE FUNCTION parties_organisation_stays_of_its_kind();
"""
NO_MEMBERSHIP = """
DROP TRIGGER organisation_stays_of_its_kind ON parties_organisation;
DROP FUNCTION parties_organisation_stays_of_its_kind();
DROP TRIGGER membership_fits_the_role ON parties_person;
DROP FUNCTION parties_membership_fits_the_role();
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [
        migrations.RunSQL(AUDIT, NO_AUDIT),
        migrations.RunSQL(MEMBERSHIP, NO_MEMBERSHIP),
    ]
