-- By hand: what stands in the file goes, and with it the moment at which it came there; its last number and day stay.
INSERT INTO "setting" ("key", "value", "updated_at")
    SELECT 'journal-number', max("id")::text, max("day")::timestamp AT TIME ZONE 'UTC' FROM "journal_entry" WHERE "written_at" IS NOT NULL HAVING count(*) > 0;
DELETE FROM "journal_entry" WHERE "written_at" IS NOT NULL;

-- DropIndex
DROP INDEX "journal_entry_written_at_id_idx";

-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "persons_forgotten_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "hash_key_destruction" ADD COLUMN     "checked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "journal_entry" DROP COLUMN "written_at";

-- By hand: who chose to be shown less, stopped news, or whose reason was hidden, stays so in a restored database.
ALTER TABLE "journal_entry"
    DROP CONSTRAINT "journal_entry_kind_known",
    ADD CONSTRAINT "journal_entry_kind_known" CHECK ("kind" IN ('withdraw', 'return', 'erase', 'forget', 'hide', 'no-news', 'hide-reason', 'hash-key'));
