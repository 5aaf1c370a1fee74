-- DropIndex
DROP INDEX "letter_reply_provider_id_key";

-- AlterTable
ALTER TABLE "letter_reply" ADD COLUMN     "attempts" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "fetch_at" TIMESTAMPTZ(3),
ADD COLUMN     "kind" TEXT,
ADD COLUMN     "note" TEXT;

-- CreateIndex
CREATE INDEX "letter_reply_fetch_at_idx" ON "letter_reply"("fetch_at");

-- CreateIndex
CREATE UNIQUE INDEX "letter_reply_provider_id_letter_id_key" ON "letter_reply"("provider_id", "letter_id");

ALTER TABLE "letter_reply"
    ADD CONSTRAINT "letter_reply_kind_known" CHECK ("kind" IN ('answer', 'automatic', 'bounce', 'own')),
    ADD CONSTRAINT "letter_reply_attempts" CHECK ("attempts" >= 0),
    ADD CONSTRAINT "letter_reply_fetched_from_provider" CHECK ("fetch_at" IS NULL OR ("via" = 'relay' AND "provider_id" IS NOT NULL AND "kind" IS NULL)),
    ADD CONSTRAINT "letter_reply_told_by_one_writer" CHECK ("via" = 'relay' OR ("kind" IS NULL AND "provider_id" IS NULL));

-- A writer has one word on whether there was an answer, and may change it.
CREATE UNIQUE INDEX "letter_reply_told_once" ON "letter_reply"("letter_id") WHERE "via" = 'told';
