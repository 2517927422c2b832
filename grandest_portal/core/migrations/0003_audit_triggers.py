from django.db import migrations

# Plain triggers, « ENABLE ALWAYS »: no session setting of an ordinary role switches them off.
# The readable values stand aside (core_auditvalue) and may be erased; their change shows against the digest.
GUARD = """
CREATE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit trail is append-only: % on % refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER core_auditentry_no_change BEFORE UPDATE OR DELETE ON core_auditentry
  FOR EACH ROW EXECUTE FUNCTION core_audit_refuse();
CREATE TRIGGER core_auditentry_no_truncate BEFORE TRUNCATE ON core_auditentry
  FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
CREATE TRIGGER core_auditseal_no_change BEFORE UPDATE OR DELETE ON core_auditseal
  FOR EACH ROW EXECUTE FUNCTION core_audit_refuse();
CREATE TRIGGER core_auditseal_no_truncate BEFORE TRUNCATE ON core_auditseal
  FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
ALTER TABLE core_auditentry ENABLE ALWAYS TRIGGER core_auditentry_no_change;
ALTER TABLE core_auditentry ENABLE ALWAYS TRIGGER core_auditentry_no_truncate;
ALTER TABLE core_auditseal ENABLE ALWAYS TRIGGER core_auditseal_no_change;
ALTER TABLE core_auditseal ENABLE ALWAYS TRIGGER core_auditseal_no_truncate;
"""
UNDO = """
DROP TRIGGER core_auditentry_no_change ON core_auditentry;
DROP TRIGGER core_auditentry_no_truncate ON core_auditentry;
DROP TRIGGER core_auditseal_no_change ON core_auditseal;
DROP TRIGGER core_auditseal_no_truncate ON core_auditseal;
DROP FUNCTION core_audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_and_jobs")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
