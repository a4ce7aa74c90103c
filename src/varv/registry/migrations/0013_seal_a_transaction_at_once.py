"""Seal all events of a transaction at once, so that the end of the chain moves once for them all."""

from django.db import migrations, models

# Sealed one by one, each event moved the end of the chain, and read past every place where its own
# transaction had left it before: twice as many events took four times as long.
#
# Now the first event to be sealed takes all of its transaction with it, and the others find that
# it is done. Until then the number of the transaction stands in the place of the hash. No two
# transactions share a number, so none can seal what another left unsealed (which takes an owner of
# the tables who switched the triggers off); that stays unsealed, and verify_log finds it.
#
# There are still two rounds, for the order of locks that 0002 explains. The first changes nothing
# in the row: that it is written is what queues the second.
#
# From its own number on is how far the first event looks for the others: what was logged before
# belongs to other transactions, and may lie there dead in thousands while a backup is taken.
SEAL_AT_ONCE = """
CREATE OR REPLACE FUNCTION registry_event_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sequence := NULL;
    NEW.previous_hash := '';
    NEW.hash := pg_current_xact_id()::text;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION registry_event_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE registry_event SET hash = hash WHERE id = NEW.id AND hash = NEW.hash;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION registry_event_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head registry_chainhead;
    sealed registry_event;
BEGIN
    IF NOT EXISTS (SELECT FROM registry_event WHERE id = NEW.id AND hash = NEW.hash) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO STRICT head FROM registry_chainhead WHERE id = 1 FOR UPDATE;
    FOR sealed IN
        SELECT * FROM registry_event
         WHERE sequence IS NULL AND hash = NEW.hash AND id >= NEW.id
         ORDER BY id
    LOOP
        head.sequence := head.sequence + 1;
        sealed.sequence := head.sequence;
        sealed.previous_hash := head.hash;
        head.hash := registry_event_hash(sealed);
        UPDATE registry_event
           SET sequence = sealed.sequence, previous_hash = sealed.previous_hash, hash = head.hash
         WHERE id = sealed.id;
    END LOOP;
    UPDATE registry_chainhead SET sequence = head.sequence, hash = head.hash WHERE id = 1;
    RETURN NULL;
END $$;

DROP TRIGGER registry_event_seal ON registry_event;
CREATE CONSTRAINT TRIGGER registry_event_seal AFTER UPDATE ON registry_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.sequence IS NULL) EXECUTE FUNCTION registry_event_seal();
"""

SEAL_ONE_BY_ONE = """
CREATE OR REPLACE FUNCTION registry_event_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sequence := NULL;
    NEW.previous_hash := '';
    NEW.hash := '';
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION registry_event_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE registry_event SET hash = 'sealing' WHERE id = NEW.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION registry_event_seal() RETURNS trigger LANGUAGE plpgsql AS $$
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

DROP TRIGGER registry_event_seal ON registry_event;
CREATE CONSTRAINT TRIGGER registry_event_seal AFTER UPDATE ON registry_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.hash = '' AND NEW.hash = 'sealing') EXECUTE FUNCTION registry_event_seal();
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0012_secrets_apart_from_the_text")]
    # The index comes first: it waits for those who are writing to the log, and makes others wait,
    # so that nobody begins with one set of functions and ends with the other.
    operations = [
        migrations.AddIndex(
            "event",
            models.Index(fields=["id"], condition=models.Q(sequence=None), name="event_unsealed"),
        ),
        migrations.RunSQL(SEAL_AT_ONCE, SEAL_ONE_BY_ONE),
    ]
