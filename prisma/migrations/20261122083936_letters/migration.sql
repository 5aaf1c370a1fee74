-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "letters_frozen_at" TIMESTAMPTZ(3),
ADD COLUMN     "letters_frozen_by" TEXT;

-- CreateTable
CREATE TABLE "target_check" (
    "id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_by" TEXT NOT NULL,
    "source_url" TEXT NOT NULL,
    "email" TEXT,
    "note" TEXT,

    CONSTRAINT "target_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "office_gate" (
    "address" TEXT NOT NULL,
    "per_hour" DOUBLE PRECISION NOT NULL DEFAULT 30,
    "hours" TEXT NOT NULL DEFAULT 'mon-fri 09:00-17:00',
    "time_zone" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "frozen_at" TIMESTAMPTZ(3),
    "frozen_by" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "pause_note" TEXT,

    CONSTRAINT "office_gate_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "letter_template" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "kinds" TEXT[],
    "targets" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "letter_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_template_version" (
    "id" UUID NOT NULL,
    "template_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "letter_template_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_template_version_claim" (
    "version_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,

    CONSTRAINT "letter_template_version_claim_pkey" PRIMARY KEY ("version_id","claim_id")
);

-- CreateTable
CREATE TABLE "letter" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "version_id" UUID,
    "state" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "country" CHAR(2),
    "unchanged" BOOLEAN NOT NULL,
    "topics" TEXT[],
    "demands" TEXT[],
    "digest" TEXT NOT NULL,
    "reply_to" TEXT NOT NULL,
    "follow_up" BOOLEAN NOT NULL,
    "name_enc" BYTEA,
    "email_enc" BYTEA,
    "email_hash" BYTEA,
    "subject_enc" BYTEA,
    "body_enc" BYTEA,
    "likeness" BIGINT[],
    "reply_tag_hash" BYTEA,
    "office" TEXT,
    "held_for" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "queued_at" TIMESTAMPTZ(3),
    "left_at" TIMESTAMPTZ(3),
    "state_at" TIMESTAMPTZ(3) NOT NULL,
    "mail_id" UUID,
    "packet_id" UUID,
    "asked" SMALLINT NOT NULL DEFAULT 0,
    "ask_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_event" (
    "id" UUID NOT NULL,
    "letter_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "letter_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "taken_letters" (
    "campaign_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "week" DATE NOT NULL,
    "way" TEXT NOT NULL,
    "letters" INTEGER NOT NULL,

    CONSTRAINT "taken_letters_pkey" PRIMARY KEY ("campaign_id","target_id","week","way")
);

-- CreateTable
CREATE TABLE "letter_packet" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "addressee" TEXT,
    "letter_count" INTEGER NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "made_by" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "state_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT,

    CONSTRAINT "letter_packet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_reply" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "letter_id" UUID,
    "via" TEXT NOT NULL,
    "answer" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "subject_enc" BYTEA,
    "text_enc" BYTEA,
    "moderation" TEXT NOT NULL,
    "shown_text" TEXT,
    "provider_id" TEXT,
    "forward_id" UUID,

    CONSTRAINT "letter_reply_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reply_attachment" (
    "id" UUID NOT NULL,
    "reply_id" UUID NOT NULL,
    "name_enc" BYTEA NOT NULL,
    "content_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "content_enc" BYTEA,
    "note" TEXT,

    CONSTRAINT "reply_attachment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "target_check_target_id_checked_at_idx" ON "target_check"("target_id", "checked_at");

-- CreateIndex
CREATE UNIQUE INDEX "letter_template_campaign_id_key_key" ON "letter_template"("campaign_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "letter_template_version_template_id_number_locale_key" ON "letter_template_version"("template_id", "number", "locale");

-- CreateIndex
CREATE INDEX "letter_template_version_claim_claim_id_idx" ON "letter_template_version_claim"("claim_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_reply_tag_hash_key" ON "letter"("reply_tag_hash");

-- CreateIndex
CREATE UNIQUE INDEX "letter_mail_id_key" ON "letter"("mail_id");

-- CreateIndex
CREATE INDEX "letter_state_expires_at_idx" ON "letter"("state", "expires_at");

-- CreateIndex
CREATE INDEX "letter_office_state_queued_at_idx" ON "letter"("office", "state", "queued_at");

-- CreateIndex
CREATE INDEX "letter_target_id_state_idx" ON "letter"("target_id", "state");

-- CreateIndex
CREATE INDEX "letter_campaign_id_state_idx" ON "letter"("campaign_id", "state");

-- CreateIndex
CREATE INDEX "letter_email_hash_requested_at_idx" ON "letter"("email_hash", "requested_at");

-- CreateIndex
CREATE INDEX "letter_version_id_idx" ON "letter"("version_id");

-- CreateIndex
CREATE INDEX "letter_packet_id_idx" ON "letter"("packet_id");

-- CreateIndex
CREATE INDEX "letter_ask_at_idx" ON "letter"("ask_at");

-- CreateIndex
CREATE INDEX "letter_left_at_idx" ON "letter"("left_at");

-- CreateIndex
CREATE INDEX "letter_event_letter_id_at_idx" ON "letter_event"("letter_id", "at");

-- CreateIndex
CREATE INDEX "taken_letters_target_id_week_idx" ON "taken_letters"("target_id", "week");

-- CreateIndex
CREATE INDEX "letter_packet_campaign_id_idx" ON "letter_packet"("campaign_id");

-- CreateIndex
CREATE INDEX "letter_packet_target_id_idx" ON "letter_packet"("target_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_reply_provider_id_key" ON "letter_reply"("provider_id");

-- CreateIndex
CREATE INDEX "letter_reply_target_id_received_at_idx" ON "letter_reply"("target_id", "received_at");

-- CreateIndex
CREATE INDEX "letter_reply_campaign_id_received_at_idx" ON "letter_reply"("campaign_id", "received_at");

-- CreateIndex
CREATE INDEX "letter_reply_letter_id_idx" ON "letter_reply"("letter_id");

-- CreateIndex
CREATE INDEX "reply_attachment_reply_id_idx" ON "reply_attachment"("reply_id");

-- AddForeignKey
ALTER TABLE "target_check" ADD CONSTRAINT "target_check_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "target"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_template" ADD CONSTRAINT "letter_template_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_template_version" ADD CONSTRAINT "letter_template_version_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "letter_template"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_template_version_claim" ADD CONSTRAINT "letter_template_version_claim_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "letter_template_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_template_version_claim" ADD CONSTRAINT "letter_template_version_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter" ADD CONSTRAINT "letter_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter" ADD CONSTRAINT "letter_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "target"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter" ADD CONSTRAINT "letter_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "letter_template_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter" ADD CONSTRAINT "letter_office_fkey" FOREIGN KEY ("office") REFERENCES "office_gate"("address") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter" ADD CONSTRAINT "letter_packet_id_fkey" FOREIGN KEY ("packet_id") REFERENCES "letter_packet"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_event" ADD CONSTRAINT "letter_event_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "taken_letters" ADD CONSTRAINT "taken_letters_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "taken_letters" ADD CONSTRAINT "taken_letters_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "target"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_packet" ADD CONSTRAINT "letter_packet_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_packet" ADD CONSTRAINT "letter_packet_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "target"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_reply" ADD CONSTRAINT "letter_reply_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_reply" ADD CONSTRAINT "letter_reply_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "target"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_reply" ADD CONSTRAINT "letter_reply_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "letter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply_attachment" ADD CONSTRAINT "reply_attachment_reply_id_fkey" FOREIGN KEY ("reply_id") REFERENCES "letter_reply"("id") ON DELETE CASCADE ON UPDATE CASCADE;


ALTER TABLE "campaign"
    ADD CONSTRAINT "campaign_letters_frozen_by_someone" CHECK (("letters_frozen_at" IS NULL) = ("letters_frozen_by" IS NULL));
ALTER TABLE "office_gate"
    ADD CONSTRAINT "office_gate_pace" CHECK ("per_hour" > 0 AND "per_hour" <= 36000),
    ADD CONSTRAINT "office_gate_frozen_by_someone" CHECK (("frozen_at" IS NULL) = ("frozen_by" IS NULL)),
    ADD CONSTRAINT "office_gate_paused_for_something" CHECK (("paused_at" IS NULL) = ("pause_note" IS NULL));
ALTER TABLE "letter_template"
    ADD CONSTRAINT "letter_template_state_known" CHECK ("state" IN ('draft', 'open', 'closed'));
ALTER TABLE "letter_template_version"
    ADD CONSTRAINT "letter_template_version_numbered" CHECK ("number" >= 1),
    ADD CONSTRAINT "letter_template_version_digest" CHECK ("digest" ~ '^[0-9a-f]{64}$');
ALTER TABLE "letter"
    ADD CONSTRAINT "letter_state_known" CHECK ("state" IN ('draft', 'confirmed', 'queued', 'held', 'leaving', 'sent', 'delivered', 'bounced', 'refused', 'returned', 'withdrawn')),
    ADD CONSTRAINT "letter_channel_known" CHECK ("channel" IN ('mail', 'hand-over')),
    ADD CONSTRAINT "letter_reply_to_known" CHECK ("reply_to" IN ('relay', 'own')),
    ADD CONSTRAINT "letter_digest" CHECK ("digest" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "letter_confirmed_once_past_draft" CHECK ("state" IN ('draft', 'withdrawn') OR "confirmed_at" IS NOT NULL),
    ADD CONSTRAINT "letter_held_for_something" CHECK (("state" = 'held') = ("held_for" IS NOT NULL)),
    ADD CONSTRAINT "letter_queued_for_an_office" CHECK ("state" NOT IN ('queued', 'leaving') OR ("office" IS NOT NULL AND "queued_at" IS NOT NULL AND "body_enc" IS NOT NULL)),
    ADD CONSTRAINT "letter_leaves_as_a_mail" CHECK ("state" <> 'leaving' OR "mail_id" IS NOT NULL),
    ADD CONSTRAINT "letter_asked_twice_at_most" CHECK ("asked" BETWEEN 0 AND 2),
    ADD CONSTRAINT "letter_erased_holds_nobody" CHECK ("erased_at" IS NULL OR ("name_enc" IS NULL AND "email_enc" IS NULL AND "email_hash" IS NULL AND "subject_enc" IS NULL AND "body_enc" IS NULL AND "likeness" = '{}' AND "reply_tag_hash" IS NULL AND "ask_at" IS NULL));
ALTER TABLE "taken_letters"
    ADD CONSTRAINT "taken_letters_way_known" CHECK ("way" IN ('printed', 'own-mail', 'copied')),
    ADD CONSTRAINT "taken_letters_counted" CHECK ("letters" >= 1),
    ADD CONSTRAINT "taken_letters_week_begins" CHECK (extract(isodow FROM "week") = 1);
ALTER TABLE "letter_packet"
    ADD CONSTRAINT "letter_packet_state_known" CHECK ("state" IN ('made', 'delivered', 'refused', 'returned')),
    ADD CONSTRAINT "letter_packet_not_empty" CHECK ("letter_count" >= 1);
ALTER TABLE "letter_reply"
    ADD CONSTRAINT "letter_reply_via_known" CHECK ("via" IN ('relay', 'told')),
    ADD CONSTRAINT "letter_reply_answer_known" CHECK ("answer" IN ('none', 'form', 'real', 'returned')),
    ADD CONSTRAINT "letter_reply_told_of" CHECK ("via" = 'relay' OR "answer" IS NOT NULL),
    ADD CONSTRAINT "letter_reply_moderation_known" CHECK ("moderation" IN ('private', 'offered', 'shown', 'hidden')),
    ADD CONSTRAINT "letter_reply_shown_in_words" CHECK (("moderation" = 'shown') = ("shown_text" IS NOT NULL));
ALTER TABLE "reply_attachment"
    ADD CONSTRAINT "reply_attachment_size" CHECK ("size" >= 0);

-- Published words, checks of addresses and what became of a letter are never changed.
CREATE FUNCTION letters_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER letter_template_version_never_changes BEFORE UPDATE ON "letter_template_version" FOR EACH ROW EXECUTE FUNCTION letters_never_change();
CREATE TRIGGER target_check_never_changes BEFORE UPDATE ON "target_check" FOR EACH ROW EXECUTE FUNCTION letters_never_change();
CREATE TRIGGER letter_event_never_changes BEFORE UPDATE ON "letter_event" FOR EACH ROW EXECUTE FUNCTION letters_never_change();
