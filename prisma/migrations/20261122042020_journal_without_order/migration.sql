-- By hand: an entry keeps what it is about; its number, which told the order of all, goes. What is in no file yet keeps
-- the order of one signature's turns.
ALTER TABLE "journal_entry" RENAME COLUMN "signature_id" TO "subject_id";
ALTER TABLE "journal_entry" ADD COLUMN     "turn" INTEGER NOT NULL DEFAULT 0;
UPDATE "journal_entry" e SET "turn" = o."turn" FROM (
    SELECT "id", row_number() OVER (PARTITION BY "subject_id" ORDER BY "id") AS "turn"
    FROM "journal_entry" WHERE "kind" IN ('withdraw', 'return')
) o WHERE o."id" = e."id";

-- AlterTable
ALTER TABLE "journal_entry" DROP CONSTRAINT "journal_entry_pkey",
DROP COLUMN "id",
ADD COLUMN     "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD CONSTRAINT "journal_entry_pkey" PRIMARY KEY ("id");

-- AlterTable
ALTER TABLE "petition_count" ADD COLUMN     "listed" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "listed_on" DATE;

-- AlterTable
ALTER TABLE "signature" ADD COLUMN     "turns" INTEGER NOT NULL DEFAULT 0;

-- By hand
UPDATE "signature" s SET "turns" = e."turns" FROM (
    SELECT "subject_id", max("turn") AS "turns" FROM "journal_entry" GROUP BY 1
) e WHERE e."subject_id" = s."id" AND e."turns" > 0;

-- CreateTable
CREATE TABLE "journal_file" (
    "name" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "lines" INTEGER NOT NULL,

    CONSTRAINT "journal_file_pkey" PRIMARY KEY ("name")
);

-- By hand: lines are counted per file, where there was one number before.
DELETE FROM "setting" WHERE "key" = 'journal-number';
ALTER TABLE "journal_entry"
    DROP CONSTRAINT "journal_entry_kind_known",
    ADD CONSTRAINT "journal_entry_kind_known" CHECK ("kind" IN ('withdraw', 'return', 'erase', 'forget', 'hide', 'no-news', 'hide-reason', 'hash-key', 'never-mail')),
    ADD CONSTRAINT "journal_entry_turn_of_moves" CHECK (("kind" IN ('withdraw', 'return')) = ("turn" > 0));
ALTER TABLE "journal_file" ADD CONSTRAINT "journal_file_lines" CHECK ("lines" > 0);
ALTER TABLE "petition_count" ADD CONSTRAINT "petition_count_listed" CHECK ("listed" >= 0);
