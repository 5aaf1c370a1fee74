-- CreateIndex
CREATE INDEX "letter_likeness_idx" ON "letter" USING GIN ("likeness");

-- Answers that are shown no more stay so after a restore.
ALTER TABLE "journal_entry"
    DROP CONSTRAINT "journal_entry_kind_known",
    ADD CONSTRAINT "journal_entry_kind_known" CHECK ("kind" IN ('withdraw', 'return', 'erase', 'forget', 'forget-code', 'hide', 'no-news', 'hide-reason', 'hide-reply', 'hash-key', 'never-mail'));
