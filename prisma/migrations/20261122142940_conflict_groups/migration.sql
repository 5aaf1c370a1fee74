-- CreateTable
CREATE TABLE "conflict_group" (
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "claims" TEXT[],

    CONSTRAINT "conflict_group_pkey" PRIMARY KEY ("campaign_id","key")
);

-- CreateIndex
CREATE INDEX "conflict_group_campaign_id_position_key_idx" ON "conflict_group"("campaign_id", "position", "key");

-- AddForeignKey
ALTER TABLE "conflict_group" ADD CONSTRAINT "conflict_group_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The conflicts that are there already: in their order, each claim that stands in no group yet begins one with all that
-- it reaches. One after the other, for the number of pairs within a group would be the square of its size.
CREATE TEMPORARY TABLE "grouped" ("claim_id" UUID PRIMARY KEY, "first_id" UUID NOT NULL);
DO $$
DECLARE
  first_claim UUID;
BEGIN
  FOR first_claim IN
    SELECT "id" FROM "claim" WHERE "id" IN (SELECT "claim_id" FROM "claim_conflict") ORDER BY "position", "key"
  LOOP
    CONTINUE WHEN EXISTS (SELECT FROM "grouped" WHERE "claim_id" = first_claim);
    INSERT INTO "grouped"
    WITH RECURSIVE reached("id") AS (
      SELECT first_claim
      UNION
      SELECT l."other_id" FROM reached JOIN "claim_conflict" l ON l."claim_id" = reached."id"
    )
    SELECT "id", first_claim FROM reached ON CONFLICT DO NOTHING;
  END LOOP;
END $$;
INSERT INTO "conflict_group" ("campaign_id", "key", "position", "claims")
SELECT f."campaign_id", f."key", f."position", array_agg(c."key" ORDER BY c."position", c."key")
FROM "grouped" g JOIN "claim" f ON f."id" = g."first_id" JOIN "claim" c ON c."id" = g."claim_id"
GROUP BY f."id";
DROP TABLE "grouped";
