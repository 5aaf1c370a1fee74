-- AlterTable
ALTER TABLE "claim_revision" ADD COLUMN     "changed" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "substantial" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "fact_check" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sources" TEXT[],

    CONSTRAINT "fact_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fact_check_claim" (
    "fact_check_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "fact_check_claim_pkey" PRIMARY KEY ("fact_check_id","claim_id")
);

-- CreateTable
CREATE TABLE "fact_check_target" (
    "fact_check_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "fact_check_target_pkey" PRIMARY KEY ("fact_check_id","target_id")
);

-- CreateTable
CREATE TABLE "timeline_event" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "date_text" TEXT NOT NULL,
    "date_from" TEXT,
    "date_to" TEXT,
    "date_precision" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "place" TEXT,
    "track" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "source_url" TEXT,
    "note" TEXT,

    CONSTRAINT "timeline_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline_event_claim" (
    "event_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "timeline_event_claim_pkey" PRIMARY KEY ("event_id","claim_id")
);

-- CreateTable
CREATE TABLE "demand" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "demand" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "addressed_to" TEXT[],
    "date_text" TEXT NOT NULL,
    "date_from" TEXT,
    "date_to" TEXT,
    "date_precision" TEXT NOT NULL,
    "source_id" UUID NOT NULL,

    CONSTRAINT "demand_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "demand_claim" (
    "demand_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "demand_claim_pkey" PRIMARY KEY ("demand_id","claim_id")
);

-- CreateTable
CREATE TABLE "reported_plan" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "plan" TEXT NOT NULL,
    "attributed_to" TEXT NOT NULL,
    "of_government" TEXT NOT NULL,
    "date_text" TEXT NOT NULL,
    "date_from" TEXT,
    "date_to" TEXT,
    "date_precision" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "verdict" TEXT NOT NULL,
    "fact_check" INTEGER,
    "note" TEXT,

    CONSTRAINT "reported_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reported_plan_claim" (
    "plan_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "reported_plan_claim_pkey" PRIMARY KEY ("plan_id","claim_id")
);

-- CreateTable
CREATE TABLE "official_action" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "date_text" TEXT NOT NULL,
    "date_from" TEXT,
    "date_to" TEXT,
    "date_precision" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "countries" TEXT[],
    "action" TEXT NOT NULL,
    "source_url" TEXT,
    "verified" BOOLEAN NOT NULL,
    "note" TEXT,

    CONSTRAINT "official_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "official_action_claim" (
    "action_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "official_action_claim_pkey" PRIMARY KEY ("action_id","claim_id")
);

-- CreateTable
CREATE TABLE "comparison" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "note" TEXT,
    "unit" TEXT,

    CONSTRAINT "comparison_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comparison_claim" (
    "comparison_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "value_number" INTEGER,

    CONSTRAINT "comparison_claim_pkey" PRIMARY KEY ("comparison_id","claim_id")
);

-- CreateTable
CREATE TABLE "dossier" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "dossier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dossier_text" (
    "dossier_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dossier_text_pkey" PRIMARY KEY ("dossier_id","locale")
);

-- CreateTable
CREATE TABLE "dossier_claim" (
    "dossier_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,

    CONSTRAINT "dossier_claim_pkey" PRIMARY KEY ("dossier_id","claim_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "fact_check_campaign_id_number_key" ON "fact_check"("campaign_id", "number");

-- CreateIndex
CREATE INDEX "fact_check_claim_claim_id_idx" ON "fact_check_claim"("claim_id");

-- CreateIndex
CREATE INDEX "fact_check_target_target_id_idx" ON "fact_check_target"("target_id");

-- CreateIndex
CREATE INDEX "timeline_event_campaign_id_date_from_idx" ON "timeline_event"("campaign_id", "date_from");

-- CreateIndex
CREATE UNIQUE INDEX "timeline_event_campaign_id_key_key" ON "timeline_event"("campaign_id", "key");

-- CreateIndex
CREATE INDEX "timeline_event_claim_claim_id_idx" ON "timeline_event_claim"("claim_id");

-- CreateIndex
CREATE INDEX "demand_source_id_idx" ON "demand"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "demand_campaign_id_key_key" ON "demand"("campaign_id", "key");

-- CreateIndex
CREATE INDEX "demand_claim_claim_id_idx" ON "demand_claim"("claim_id");

-- CreateIndex
CREATE INDEX "reported_plan_source_id_idx" ON "reported_plan"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "reported_plan_campaign_id_key_key" ON "reported_plan"("campaign_id", "key");

-- CreateIndex
CREATE INDEX "reported_plan_claim_claim_id_idx" ON "reported_plan_claim"("claim_id");

-- CreateIndex
CREATE UNIQUE INDEX "official_action_campaign_id_key_key" ON "official_action"("campaign_id", "key");

-- CreateIndex
CREATE INDEX "official_action_claim_claim_id_idx" ON "official_action_claim"("claim_id");

-- CreateIndex
CREATE UNIQUE INDEX "comparison_campaign_id_key_key" ON "comparison"("campaign_id", "key");

-- CreateIndex
CREATE INDEX "comparison_claim_claim_id_idx" ON "comparison_claim"("claim_id");

-- CreateIndex
CREATE UNIQUE INDEX "dossier_campaign_id_key_key" ON "dossier"("campaign_id", "key");

-- CreateIndex
CREATE INDEX "dossier_claim_claim_id_idx" ON "dossier_claim"("claim_id");

-- CreateIndex
CREATE INDEX "source_campaign_id_position_idx" ON "source"("campaign_id", "position");

-- AddForeignKey
ALTER TABLE "fact_check" ADD CONSTRAINT "fact_check_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact_check_claim" ADD CONSTRAINT "fact_check_claim_fact_check_id_fkey" FOREIGN KEY ("fact_check_id") REFERENCES "fact_check"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact_check_claim" ADD CONSTRAINT "fact_check_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact_check_target" ADD CONSTRAINT "fact_check_target_fact_check_id_fkey" FOREIGN KEY ("fact_check_id") REFERENCES "fact_check"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact_check_target" ADD CONSTRAINT "fact_check_target_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "target"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "timeline_event" ADD CONSTRAINT "timeline_event_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "timeline_event_claim" ADD CONSTRAINT "timeline_event_claim_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "timeline_event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "timeline_event_claim" ADD CONSTRAINT "timeline_event_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "demand" ADD CONSTRAINT "demand_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "demand" ADD CONSTRAINT "demand_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "demand_claim" ADD CONSTRAINT "demand_claim_demand_id_fkey" FOREIGN KEY ("demand_id") REFERENCES "demand"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "demand_claim" ADD CONSTRAINT "demand_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reported_plan" ADD CONSTRAINT "reported_plan_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reported_plan" ADD CONSTRAINT "reported_plan_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reported_plan_claim" ADD CONSTRAINT "reported_plan_claim_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "reported_plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reported_plan_claim" ADD CONSTRAINT "reported_plan_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "official_action" ADD CONSTRAINT "official_action_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "official_action_claim" ADD CONSTRAINT "official_action_claim_action_id_fkey" FOREIGN KEY ("action_id") REFERENCES "official_action"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "official_action_claim" ADD CONSTRAINT "official_action_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparison_claim" ADD CONSTRAINT "comparison_claim_comparison_id_fkey" FOREIGN KEY ("comparison_id") REFERENCES "comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparison_claim" ADD CONSTRAINT "comparison_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dossier" ADD CONSTRAINT "dossier_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dossier_text" ADD CONSTRAINT "dossier_text_dossier_id_fkey" FOREIGN KEY ("dossier_id") REFERENCES "dossier"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dossier_claim" ADD CONSTRAINT "dossier_claim_dossier_id_fkey" FOREIGN KEY ("dossier_id") REFERENCES "dossier"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dossier_claim" ADD CONSTRAINT "dossier_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the code relies on whoever writes; open vocabularies (kinds, categories) are the organizers' own.
ALTER TABLE "fact_check"
    ADD CONSTRAINT "fact_check_number_counted" CHECK ("number" >= 1),
    ADD CONSTRAINT "fact_check_verdict_known" CHECK ("verdict" IN ('confirmed', 'reported', 'sources-differ', 'dated', 'unconfirmed', 'corrected'));
ALTER TABLE "reported_plan"
    ADD CONSTRAINT "reported_plan_verdict_known" CHECK ("verdict" IN ('confirmed', 'reported', 'sources-differ', 'dated', 'unconfirmed', 'corrected'));
ALTER TABLE "timeline_event"
    ADD CONSTRAINT "timeline_event_track_known" CHECK ("track" IN ('returns', 'reaction', 'law', 'context'));
ALTER TABLE "comparison_claim"
    ADD CONSTRAINT "comparison_claim_value_counted" CHECK ("value_number" >= 1);
