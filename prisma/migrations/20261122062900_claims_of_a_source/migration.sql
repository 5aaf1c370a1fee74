-- DropIndex
DROP INDEX "claim_source_id_idx";

-- CreateIndex
CREATE INDEX "claim_source_id_position_key_idx" ON "claim"("source_id", "position", "key");

-- CreateIndex
CREATE INDEX "claim_source_id_evidence_level_idx" ON "claim"("source_id", "evidence_level");
