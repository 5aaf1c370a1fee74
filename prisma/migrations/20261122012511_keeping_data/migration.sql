-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "ended_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "key_rotation" (
    "key_id" TEXT NOT NULL,
    "table_name" TEXT NOT NULL,
    "last_key" TEXT,
    "resealed" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_rotation_pkey" PRIMARY KEY ("key_id","table_name")
);

-- CreateTable
CREATE TABLE "retention_run" (
    "job" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "from_at" TIMESTAMPTZ(3),
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "runs" INTEGER NOT NULL DEFAULT 1,
    "counts" JSONB NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retention_run_pkey" PRIMARY KEY ("job","day")
);

-- CreateTable
CREATE TABLE "journal_entry" (
    "id" BIGSERIAL NOT NULL,
    "signature_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "written_at" TIMESTAMPTZ(3),

    CONSTRAINT "journal_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hash_key_destruction" (
    "petition_id" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "destroyed_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed_key_digest" TEXT NOT NULL,
    "hashes_removed" INTEGER NOT NULL,

    CONSTRAINT "hash_key_destruction_pkey" PRIMARY KEY ("petition_id")
);

-- CreateIndex
CREATE INDEX "journal_entry_written_at_id_idx" ON "journal_entry"("written_at", "id");

-- By hand from here on: what Prisma cannot say.

ALTER TABLE "journal_entry"
    ADD CONSTRAINT "journal_entry_kind_known" CHECK ("kind" IN ('withdraw', 'return', 'erase', 'forget'));
ALTER TABLE "hash_key_destruction"
    ADD CONSTRAINT "hash_key_destruction_digest_sha256" CHECK ("sealed_key_digest" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "hash_key_destruction_counted" CHECK ("hashes_removed" >= 0);
ALTER TABLE "campaign"
    ADD CONSTRAINT "campaign_ended_when_over" CHECK ("ended_at" IS NULL OR "state" IN ('won', 'lost', 'superseded'));

-- A petition whose hash key is destroyed stays closed: under another key nobody would be found again, and a mailbox
-- could sign a third time. Whoever wants to go on opens a new petition.
ALTER TABLE "petition"
    ADD CONSTRAINT "petition_open_has_hash_key" CHECK ("hash_key_enc" IS NOT NULL OR "state" = 'closed');
