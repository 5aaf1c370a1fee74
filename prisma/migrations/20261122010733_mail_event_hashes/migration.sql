-- AlterTable
ALTER TABLE "mail_event" ADD COLUMN     "address_hash" BYTEA,
ADD COLUMN     "mailbox_hash" BYTEA;
