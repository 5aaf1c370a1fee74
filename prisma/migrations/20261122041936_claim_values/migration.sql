-- CreateTable
CREATE TABLE "claim_value" (
    "claim_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "campaign_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "max" DOUBLE PRECISION,
    "qualifier" TEXT,
    "unit" TEXT NOT NULL,
    "date_from" TEXT NOT NULL,
    "speaker" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "topic" TEXT NOT NULL,

    CONSTRAINT "claim_value_pkey" PRIMARY KEY ("claim_id","number")
);

-- CreateIndex
CREATE INDEX "claim_value_campaign_id_position_number_idx" ON "claim_value"("campaign_id", "position", "number");

-- CreateIndex
CREATE INDEX "claim_value_campaign_id_value_position_number_idx" ON "claim_value"("campaign_id", "value", "position", "number");

-- CreateIndex
CREATE INDEX "claim_value_campaign_id_unit_position_number_idx" ON "claim_value"("campaign_id", "unit", "position", "number");

-- CreateIndex
CREATE INDEX "claim_value_campaign_id_date_from_position_number_idx" ON "claim_value"("campaign_id", "date_from", "position", "number");

-- CreateIndex
CREATE INDEX "claim_value_campaign_id_speaker_position_number_idx" ON "claim_value"("campaign_id", "speaker", "position", "number");

-- CreateIndex
CREATE INDEX "claim_value_campaign_id_verdict_position_number_idx" ON "claim_value"("campaign_id", "verdict", "position", "number");

-- AddForeignKey
ALTER TABLE "claim_value" ADD CONSTRAINT "claim_value_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The claims that are there already.
INSERT INTO "claim_value" ("claim_id", "number", "campaign_id", "position", "value", "max", "qualifier", "unit", "date_from", "speaker", "verdict", "topic")
SELECT c."id", v."number", c."campaign_id", c."position", (v."item"->>'value')::float8, (v."item"->>'max')::float8,
       v."item"->>'qualifier', v."item"->>'unit', coalesce(c."date_from", ''), c."speaker", c."verdict_label", c."topic"
FROM "claim" c CROSS JOIN LATERAL jsonb_array_elements(c."values") WITH ORDINALITY AS v("item", "number");
