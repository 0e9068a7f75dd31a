"""What no row can state alone: no overlaps, nothing edited once decided, and every change told."""

from django.db import migrations

OVERLAPS = """
ALTER TABLE agreements_agreementversion
    ADD CONSTRAINT agreementversion_of_one_partner_never_overlap
    EXCLUDE USING gist (int8range(partner_id, partner_id, '[]') WITH &&, period WITH &&)
    WHERE (counts);
"""
NO_OVERLAPS = """
ALTER TABLE agreements_agreementversion
    DROP CONSTRAINT agreementversion_of_one_partner_never_overlap;
"""

DECIDED = """
CREATE FUNCTION agreements_version_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'versions are kept' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT coalesce(jsonb_object_agg(became.key, became.value), '{}') INTO changed
        FROM jsonb_each(to_jsonb(NEW)) AS became
        WHERE became.value IS DISTINCT FROM to_jsonb(OLD) -> became.key;
    IF OLD.status IN ('in_force', 'rejected', 'dropped') AND changed - 'counts' <> '{}' THEN
        RAISE EXCEPTION 'what was decided is never edited' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'submitted' AND changed - ARRAY[
        'status', 'known', 'counts', 'decided_by_id', 'decided_at', 'objection'
    ] <> '{}' THEN
        RAISE EXCEPTION 'what was submitted is not edited' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'submitted' AND NEW.status = 'draft' THEN
        RAISE EXCEPTION 'what was submitted is no draft again'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'draft' AND NEW.status = 'in_force' AND NOT NEW.imported THEN
        RAISE EXCEPTION 'a draft is submitted first' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_version_is_kept BEFORE UPDATE OR DELETE ON agreements_agreementversion
    FOR EACH ROW EXECUTE FUNCTION agreements_version_is_kept();
CREATE TRIGGER house_rule_version_is_kept BEFORE UPDATE OR DELETE ON agreements_houseruleversion
    FOR EACH ROW EXECUTE FUNCTION agreements_version_is_kept();

CREATE FUNCTION agreements_clause_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    theirs bigint;
BEGIN
    FOREACH theirs IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.version_id]
        WHEN 'DELETE' THEN ARRAY[OLD.version_id]
        ELSE ARRAY[OLD.version_id, NEW.version_id]
    END LOOP
        IF NOT EXISTS (
            SELECT FROM agreements_agreementversion WHERE id = theirs AND status = 'draft'
        ) THEN
            RAISE EXCEPTION 'only the clauses of a draft are edited'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER clause_is_kept BEFORE INSERT OR UPDATE OR DELETE ON agreements_clause
    FOR EACH ROW EXECUTE FUNCTION agreements_clause_is_kept();

CREATE FUNCTION agreements_partner_is_the_agreements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM agreements_agreement
        WHERE id = NEW.agreement_id AND partner_id = NEW.partner_id
    ) THEN
        RAISE EXCEPTION 'a version is with its agreement''s partner'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partner_is_the_agreements
    BEFORE INSERT OR UPDATE OF agreement_id, partner_id ON agreements_agreementversion
    FOR EACH ROW EXECUTE FUNCTION agreements_partner_is_the_agreements();
CREATE FUNCTION agreements_partner_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an agreement stays with its partner' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER partner_stays BEFORE UPDATE OF partner_id ON agreements_agreement
    FOR EACH ROW WHEN (NEW.partner_id <> OLD.partner_id)
    EXECUTE FUNCTION agreements_partner_stays();
"""
NO_DECIDED = """
DROP TRIGGER partner_stays ON agreements_agreement;
DROP FUNCTION agreements_partner_stays();
DROP TRIGGER partner_is_the_agreements ON agreements_agreementversion;
DROP FUNCTION agreements_partner_is_the_agreements();
DROP TRIGGER clause_is_kept ON agreements_clause;
DROP FUNCTION agreements_clause_is_kept();
DROP TRIGGER house_rule_version_is_kept ON agreements_houseruleversion;
DROP TRIGGER agreement_version_is_kept ON agreements_agreementversion;
DROP FUNCTION agreements_version_is_kept();
"""

LISTS = ("platform", "surface", "partner", "marketplace")
VERSIONS = ("agreementversion", "houseruleversion")
# A sequence never gives a number twice, not even after a rollback: who holds the terms of a
# number need not ask whether they were written at all.
TOLD = """
CREATE SEQUENCE agreements_revision_numbers;
CREATE FUNCTION agreements_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO agreements_revision (id, number)
        VALUES (1, nextval('agreements_revision_numbers'))
        ON CONFLICT (id) DO UPDATE SET number = excluded.number;
    PERFORM pg_notify('yellowcart_terms', '');
    RETURN NULL;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {name}_is_told AFTER INSERT OR UPDATE OR DELETE ON agreements_{name}
    FOR EACH STATEMENT EXECUTE FUNCTION agreements_tell();
"""
    for name in LISTS
)
TOLD += "".join(
    f"""
CREATE TRIGGER {name}_is_told AFTER INSERT OR UPDATE ON agreements_{name}
    FOR EACH ROW WHEN (NEW.status = 'in_force') EXECUTE FUNCTION agreements_tell();
"""
    for name in VERSIONS
)
UNTOLD = "".join(
    f"DROP TRIGGER {name}_is_told ON agreements_{name};\n" for name in LISTS + VERSIONS
)
UNTOLD += "DROP FUNCTION agreements_tell();\nDROP SEQUENCE agreements_revision_numbers;"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [
        migrations.RunSQL(OVERLAPS, NO_OVERLAPS),
        migrations.RunSQL(DECIDED, NO_DECIDED),
        migrations.RunSQL(TOLD, UNTOLD),
    ]
