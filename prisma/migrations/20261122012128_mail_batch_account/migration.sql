-- AlterTable
ALTER TABLE "mail_batch" ADD COLUMN     "account" TEXT;
