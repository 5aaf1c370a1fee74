-- A letter whose office has no address that was checked waits in its queue, and is no more held for that. What was held is
-- for a person to release: under a reason that still is one.
UPDATE "letter" SET "held_for" = 'failed' WHERE "held_for" = 'address';
