-- CreateTable
CREATE TABLE "source_document" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "pages" INTEGER NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_document_part" (
    "id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content_enc" BYTEA NOT NULL,

    CONSTRAINT "source_document_part_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_passage" (
    "claim_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "page" INTEGER NOT NULL,
    "first_line" INTEGER,
    "last_line" INTEGER,

    CONSTRAINT "claim_passage_pkey" PRIMARY KEY ("claim_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "source_document_source_id_key" ON "source_document"("source_id");

-- CreateIndex
CREATE INDEX "source_document_campaign_id_idx" ON "source_document"("campaign_id");

-- CreateIndex
CREATE UNIQUE INDEX "source_document_part_document_id_number_key" ON "source_document_part"("document_id", "number");

-- CreateIndex
CREATE INDEX "claim_passage_document_id_idx" ON "claim_passage"("document_id");

-- AddForeignKey
ALTER TABLE "source_document" ADD CONSTRAINT "source_document_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_document" ADD CONSTRAINT "source_document_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_document_part" ADD CONSTRAINT "source_document_part_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "source_document"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_passage" ADD CONSTRAINT "claim_passage_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_passage" ADD CONSTRAINT "claim_passage_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "source_document"("id") ON DELETE CASCADE ON UPDATE CASCADE;


ALTER TABLE "source_document"
    ADD CONSTRAINT "source_document_kind_known" CHECK ("kind" IN ('pdf', 'text')),
    ADD CONSTRAINT "source_document_digest" CHECK ("sha256" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "source_document_pages_counted" CHECK ("pages" >= 1);
ALTER TABLE "claim_passage"
    ADD CONSTRAINT "claim_passage_page_counted" CHECK ("page" >= 1),
    ADD CONSTRAINT "claim_passage_lines_whole" CHECK (("first_line" IS NULL) = ("last_line" IS NULL) AND "first_line" >= 1 AND "last_line" >= "first_line");
