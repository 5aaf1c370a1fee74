-- AlterTable
ALTER TABLE "letter" ALTER COLUMN "digest" DROP NOT NULL;

-- Digests without a salt named their writers to whoever had the table: all else of an unchanged letter is public, so the
-- name could be guessed. They cannot be made anew here, for the texts are sealed.
UPDATE "letter" SET "digest" = NULL;
