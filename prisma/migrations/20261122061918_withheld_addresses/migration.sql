-- CreateTable
CREATE TABLE "withheld_address" (
    "campaign_id" UUID NOT NULL,
    "sha256" BYTEA NOT NULL,
    "source_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "withheld_address_pkey" PRIMARY KEY ("campaign_id","sha256")
);

-- CreateIndex
CREATE INDEX "withheld_address_source_id_idx" ON "withheld_address"("source_id");

-- AddForeignKey
ALTER TABLE "withheld_address" ADD CONSTRAINT "withheld_address_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "withheld_address" ADD CONSTRAINT "withheld_address_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "withheld_address"
    ADD CONSTRAINT "withheld_address_sha256" CHECK (octet_length("sha256") = 32),
    ADD CONSTRAINT "withheld_address_reason" CHECK ("reason" <> '');
