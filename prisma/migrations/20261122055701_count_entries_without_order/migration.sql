-- AlterTable
ALTER TABLE "count_entry" DROP CONSTRAINT "count_entry_pkey",
DROP COLUMN "id",
ADD COLUMN     "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD CONSTRAINT "count_entry_pkey" PRIMARY KEY ("id");

-- By hand
ALTER TABLE "journal_entry"
    DROP CONSTRAINT "journal_entry_kind_known",
    ADD CONSTRAINT "journal_entry_kind_known" CHECK ("kind" IN ('withdraw', 'return', 'erase', 'forget', 'forget-code', 'hide', 'no-news', 'hide-reason', 'hash-key', 'never-mail'));
