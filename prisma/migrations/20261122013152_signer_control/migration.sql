-- AlterTable
ALTER TABLE "signature" ADD COLUMN     "updates_stopped_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "signature_withdrawal_hash_idx" ON "signature"("withdrawal_hash");
