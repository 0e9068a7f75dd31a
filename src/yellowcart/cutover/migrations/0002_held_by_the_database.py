"""What no row can state alone: what was rehearsed, withdrawn and proved stays as it was."""

from django.db import migrations

KEPT = """
CREATE FUNCTION cutover_transition_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.at <> OLD.at OR NEW.source <> OLD.source THEN
        RAISE EXCEPTION 'transitions are kept' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transition_is_kept BEFORE UPDATE OR DELETE ON cutover_transition
    FOR EACH ROW EXECUTE FUNCTION cutover_transition_is_kept();

CREATE FUNCTION cutover_rehearsal_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.done_at IS NOT NULL THEN
        RAISE EXCEPTION 'rehearsals are kept' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rehearsal_is_kept BEFORE UPDATE OR DELETE ON cutover_rehearsal
    FOR EACH ROW EXECUTE FUNCTION cutover_rehearsal_is_kept();

CREATE FUNCTION cutover_withdrawal_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    suggested text[] := ARRAY[
        'suggested_text', 'suggested_product', 'suggested_title', 'suggested_at', 'suggested_by_id'
    ];
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - suggested <> to_jsonb(OLD) - suggested THEN
        RAISE EXCEPTION 'withdrawals are kept' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER withdrawal_is_kept BEFORE UPDATE OR DELETE ON cutover_withdrawal
    FOR EACH ROW EXECUTE FUNCTION cutover_withdrawal_is_kept();

CREATE FUNCTION cutover_proof_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'proofs are kept' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER proof_is_kept BEFORE UPDATE OR DELETE ON cutover_proof
    FOR EACH ROW EXECUTE FUNCTION cutover_proof_is_kept();
"""
NOT_KEPT = """
DROP TRIGGER proof_is_kept ON cutover_proof;
DROP FUNCTION cutover_proof_is_kept();
DROP TRIGGER withdrawal_is_kept ON cutover_withdrawal;
DROP FUNCTION cutover_withdrawal_is_kept();
DROP TRIGGER rehearsal_is_kept ON cutover_rehearsal;
DROP FUNCTION cutover_rehearsal_is_kept();
DROP TRIGGER transition_is_kept ON cutover_transition;
DROP FUNCTION cutover_transition_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("cutover", "0001_initial")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
