-- Letters, mails, covers and pages call an office by its name; only where it is known that there is none, is there none.
UPDATE "target" SET "name" = "key" WHERE "name" IS NULL AND "kind" <> 'none';
ALTER TABLE "target"
    ADD CONSTRAINT "target_has_name" CHECK ("kind" = 'none' OR "name" IS NOT NULL);
