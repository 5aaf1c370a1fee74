-- AlterTable
ALTER TABLE "outbox_mail" DROP COLUMN "batch_id";

-- CreateTable
CREATE TABLE "mail_batch" (
    "id" UUID NOT NULL,
    "members" UUID[],
    "priority" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "in_doubt_since" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "mail_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_gate" (
    "id" INTEGER NOT NULL,
    "next_at" TIMESTAMPTZ(6) NOT NULL,
    "refusals" SMALLINT NOT NULL DEFAULT 0,
    "problem" TEXT,
    "problem_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_gate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_event" (
    "id" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "provider_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppression" (
    "address_hash" BYTEA NOT NULL,
    "reason" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "soft_bounces" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("address_hash")
);

-- CreateTable
CREATE TABLE "sealed_key" (
    "purpose" TEXT NOT NULL,
    "key_enc" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sealed_key_pkey" PRIMARY KEY ("purpose")
);

-- CreateIndex
CREATE INDEX "mail_batch_priority_next_attempt_at_idx" ON "mail_batch"("priority", "next_attempt_at");

-- CreateIndex
CREATE INDEX "mail_event_provider_id_idx" ON "mail_event"("provider_id");

-- CreateIndex
CREATE INDEX "mail_event_received_at_idx" ON "mail_event"("received_at");

-- CreateIndex
CREATE INDEX "outbox_mail_provider_id_idx" ON "outbox_mail"("provider_id");

-- Written by hand: what Prisma cannot say.
ALTER TABLE "outbox_mail"
    DROP CONSTRAINT "outbox_mail_state_known",
    ADD CONSTRAINT "outbox_mail_state_known" CHECK ("state" IN ('waiting', 'batched', 'sent', 'delayed', 'delivered', 'bounced', 'complained', 'failed', 'doubt', 'dropped'));
ALTER TABLE "mail_batch"
    ADD CONSTRAINT "mail_batch_some_members" CHECK (cardinality("members") BETWEEN 1 AND 100);
ALTER TABLE "mail_gate"
    ADD CONSTRAINT "mail_gate_one_row" CHECK ("id" = 1);
ALTER TABLE "suppression"
    ADD CONSTRAINT "suppression_reason_known" CHECK ("reason" IN ('never-mail', 'complaint', 'bounce', 'soft-bounces')),
    ADD CONSTRAINT "suppression_half_hash" CHECK (octet_length("address_hash") = 16);
INSERT INTO "mail_gate" ("id", "next_at") VALUES (1, CURRENT_TIMESTAMP);
