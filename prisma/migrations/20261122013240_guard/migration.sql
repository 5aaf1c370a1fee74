-- AlterTable
ALTER TABLE "signature" ADD COLUMN     "suspected" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "petition_defence" (
    "petition_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "calm_since" TIMESTAMPTZ(3),

    CONSTRAINT "petition_defence_pkey" PRIMARY KEY ("petition_id")
);

-- CreateTable (unlogged: never in a backup, emptied after a crash, and cheap to write)
CREATE UNLOGGED TABLE "proof_use" (
    "challenge" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "proof_use_pkey" PRIMARY KEY ("challenge")
);

-- CreateIndex
CREATE INDEX "proof_use_expires_at_idx" ON "proof_use"("expires_at");

-- AddForeignKey
ALTER TABLE "petition_defence" ADD CONSTRAINT "petition_defence_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "petition_defence"
    ADD CONSTRAINT "petition_defence_reason_known" CHECK ("reason" IN ('burst', 'unconfirmed'));
ALTER TABLE "proof_use"
    ADD CONSTRAINT "proof_use_sha256" CHECK (octet_length("challenge") = 32);
