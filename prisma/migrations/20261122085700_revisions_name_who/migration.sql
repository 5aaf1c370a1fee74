-- AlterTable
ALTER TABLE "claim_revision" ADD COLUMN     "by_name" TEXT;
ALTER TABLE "claim_revision" ADD CONSTRAINT "claim_revision_by_name"
  CHECK (by_name = btrim(by_name) AND length(by_name) BETWEEN 1 AND 100);
