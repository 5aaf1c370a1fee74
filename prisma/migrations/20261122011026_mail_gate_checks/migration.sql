-- AlterTable
ALTER TABLE "mail_gate" DROP COLUMN "problem_at",
ADD COLUMN     "checked_as" TEXT,
ADD COLUMN     "checked_at" TIMESTAMPTZ(3);
