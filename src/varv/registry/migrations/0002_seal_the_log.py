"""Triggers that seal the log at commit and refuse every later change of it."""

from django.db import migrations

# What is hashed: every column in a fixed order, times in UTC, the data as jsonb writes it (keys
# sorted, blanks normalised), and the hash of the event before.
HASH = """
CREATE FUNCTION registry_event_hash(e registry_event) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        e.sequence, e.id,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        e.actor_id, e.action, e.subject_kind, e.subject_id, e.data, e.previous_hash
    )::text, 'UTF8')), 'hex')
$$;
"""

# A new event is unsealed whatever the insert said. Only the sealing trigger may change it, from
# unsealed to sealed; pg_trigger_depth tells that the update comes from a trigger.
GUARD = """
CREATE FUNCTION registry_event_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sequence := NULL;
    NEW.previous_hash := '';
    NEW.hash := '';
    RETURN NEW;
END $$;
CREATE TRIGGER registry_event_insert BEFORE INSERT ON registry_event
    FOR EACH ROW EXECUTE FUNCTION registry_event_insert();

CREATE FUNCTION registry_event_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() > 1 AND OLD.sequence IS NULL
       AND (OLD.id, OLD.at, OLD.recorded_at, OLD.actor_id, OLD.action,
            OLD.subject_kind, OLD.subject_id, OLD.data)
       IS NOT DISTINCT FROM
           (NEW.id, NEW.at, NEW.recorded_at, NEW.actor_id, NEW.action,
            NEW.subject_kind, NEW.subject_id, NEW.data)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the log is append-only: event % cannot be changed', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER registry_event_update BEFORE UPDATE ON registry_event
    FOR EACH ROW EXECUTE FUNCTION registry_event_update();

CREATE FUNCTION registry_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER registry_event_delete BEFORE DELETE ON registry_event
    FOR EACH ROW EXECUTE FUNCTION registry_log_refuse();
CREATE TRIGGER registry_event_truncate BEFORE TRUNCATE ON registry_event
    FOR EACH STATEMENT EXECUTE FUNCTION registry_log_refuse();

CREATE TRIGGER registry_chainhead_update BEFORE UPDATE ON registry_chainhead
    FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION registry_log_refuse();
CREATE TRIGGER registry_chainhead_delete BEFORE DELETE ON registry_chainhead
    FOR EACH ROW EXECUTE FUNCTION registry_log_refuse();
CREATE TRIGGER registry_chainhead_truncate BEFORE TRUNCATE ON registry_chainhead
    FOR EACH STATEMENT EXECUTE FUNCTION registry_log_refuse();
"""

# The lock on the head of the chain must be the very last lock of a transaction, or writers
# deadlock. At commit, Django's foreign keys are still to be checked, and each check locks a row.
# So sealing takes two rounds: the first, queued at the insert, only marks the event, which queues
# the second behind every foreign key check; the second takes the lock.
SEAL = """
CREATE FUNCTION registry_event_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE registry_event SET hash = 'sealing' WHERE id = NEW.id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER registry_event_mark AFTER INSERT ON registry_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION registry_event_mark();

CREATE FUNCTION registry_event_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head registry_chainhead;
    sealed registry_event;
BEGIN
    SELECT * INTO STRICT head FROM registry_chainhead WHERE id = 1 FOR UPDATE;
    sealed := NEW;
    sealed.sequence := head.sequence + 1;
    sealed.previous_hash := head.hash;
    sealed.hash := registry_event_hash(sealed);
    UPDATE registry_event
       SET sequence = sealed.sequence, previous_hash = sealed.previous_hash, hash = sealed.hash
     WHERE id = NEW.id;
    UPDATE registry_chainhead SET sequence = sealed.sequence, hash = sealed.hash WHERE id = 1;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER registry_event_seal AFTER UPDATE ON registry_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.hash = '' AND NEW.hash = 'sealing') EXECUTE FUNCTION registry_event_seal();

INSERT INTO registry_chainhead (id, sequence, hash) VALUES (1, 0, '');
"""

UNDO = """
DROP TRIGGER registry_event_seal ON registry_event;
DROP TRIGGER registry_event_mark ON registry_event;
DROP TRIGGER registry_event_update ON registry_event;
DROP TRIGGER registry_event_insert ON registry_event;
DROP TRIGGER registry_event_delete ON registry_event;
DROP TRIGGER registry_event_truncate ON registry_event;
DROP TRIGGER registry_chainhead_update ON registry_chainhead;
DROP TRIGGER registry_chainhead_delete ON registry_chainhead;
DROP TRIGGER registry_chainhead_truncate ON registry_chainhead;
DROP FUNCTION registry_event_seal, registry_event_mark, registry_event_update,
    registry_event_insert, registry_log_refuse, registry_event_hash;
DELETE FROM registry_chainhead;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunSQL(HASH + GUARD + SEAL, UNDO)]
