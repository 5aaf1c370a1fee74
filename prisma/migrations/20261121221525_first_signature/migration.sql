-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "worker_heartbeat" (
    "worker_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("worker_id")
);

-- CreateTable
CREATE TABLE "outbox_mail" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "priority" SMALLINT NOT NULL DEFAULT 0,
    "subject_id" UUID,
    "locale" TEXT NOT NULL,
    "address_enc" BYTEA,
    "address_hash" BYTEA NOT NULL,
    "payload_enc" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "send_after" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "rendered_enc" BYTEA,
    "batch_id" UUID,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "provider_id" TEXT,
    "note" TEXT,

    CONSTRAINT "outbox_mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "email_enc" BYTEA NOT NULL,
    "email_hash" BYTEA NOT NULL,
    "is_owner" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_sign_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_token" (
    "token_hash" BYTEA NOT NULL,
    "identifier_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_token_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "campaign_id" UUID,
    "personal_fields" TEXT[],
    "detail" JSONB,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "default_locale" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_text" (
    "campaign_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "ask" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "campaign_text_pkey" PRIMARY KEY ("campaign_id","locale")
);

-- CreateTable
CREATE TABLE "membership" (
    "campaign_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("campaign_id","account_id")
);

-- CreateTable
CREATE TABLE "target" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "country" TEXT,
    "host_country" TEXT,
    "city" TEXT,
    "name" TEXT,
    "address" TEXT,
    "phone" TEXT,
    "email" TEXT,
    "website" TEXT,
    "sources" TEXT[],
    "source_date" TEXT,
    "seen_date" TEXT NOT NULL,
    "last_checked" TEXT,
    "confidence" TEXT NOT NULL,
    "contact_ready" BOOLEAN NOT NULL,
    "platform_sending" BOOLEAN NOT NULL,
    "note" TEXT,
    "time_zone" TEXT NOT NULL,
    "languages" TEXT[],

    CONSTRAINT "target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "subtitle" TEXT,
    "original_title" TEXT,
    "authors" TEXT[],
    "translator" TEXT,
    "publisher" TEXT,
    "publisher_note" TEXT,
    "publication_date" TEXT,
    "publication_date_note" TEXT,
    "original_url" TEXT,
    "listing_url" TEXT,
    "url_note" TEXT,
    "language" TEXT NOT NULL,
    "translated_from" TEXT,
    "file" TEXT,
    "description" TEXT,
    "data_date" TEXT,
    "reliability" TEXT NOT NULL,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "statement" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "locator_file" TEXT,
    "locator_line" INTEGER,
    "locator_text" TEXT,
    "speaker" TEXT NOT NULL,
    "place" TEXT,
    "date_text" TEXT NOT NULL,
    "date_from" TEXT,
    "date_to" TEXT,
    "date_precision" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "verdict_label" TEXT NOT NULL,
    "verdict_reason" TEXT NOT NULL,
    "verdict_correct" TEXT,
    "fact_check" INTEGER,
    "contested" BOOLEAN NOT NULL,
    "opinion" BOOLEAN NOT NULL,
    "evidence_level" TEXT NOT NULL,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_conflict" (
    "claim_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "note" TEXT NOT NULL,

    CONSTRAINT "claim_conflict_pkey" PRIMARY KEY ("claim_id","other_id")
);

-- CreateTable
CREATE TABLE "claim_relation" (
    "claim_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,

    CONSTRAINT "claim_relation_pkey" PRIMARY KEY ("claim_id","other_id")
);

-- CreateTable
CREATE TABLE "claim_revision" (
    "id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "before" JSONB NOT NULL,
    "statement" TEXT NOT NULL,

    CONSTRAINT "claim_revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "petition" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opens_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "hash_key_enc" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "petition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "petition_version" (
    "id" UUID NOT NULL,
    "petition_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "addressee" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "petition_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "petition_version_claim" (
    "version_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,

    CONSTRAINT "petition_version_claim_pkey" PRIMARY KEY ("version_id","claim_id")
);

-- CreateTable
CREATE TABLE "petition_target" (
    "petition_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "petition_target_pkey" PRIMARY KEY ("petition_id","target_id")
);

-- CreateTable
CREATE TABLE "collected_signatures" (
    "id" UUID NOT NULL,
    "petition_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "collected_on" DATE NOT NULL,

    CONSTRAINT "collected_signatures_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signature" (
    "id" UUID NOT NULL,
    "petition_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "display" TEXT NOT NULL,
    "country" CHAR(2),
    "locale" TEXT NOT NULL,
    "source" TEXT,
    "forget_me" BOOLEAN NOT NULL,
    "updates" BOOLEAN NOT NULL,
    "name_enc" BYTEA,
    "email_enc" BYTEA,
    "reason_enc" BYTEA,
    "email_hash" BYTEA,
    "name_hash" BYTEA,
    "place" SMALLINT,
    "withdrawal_hash" BYTEA,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "mailed_at" TIMESTAMPTZ(3) NOT NULL,
    "mail_request" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "counted_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "signature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "count_entry" (
    "id" BIGSERIAL NOT NULL,
    "petition_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "country" CHAR(2),
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "count_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "petition_count" (
    "petition_id" UUID NOT NULL,
    "confirmed" INTEGER NOT NULL DEFAULT 0,
    "withdrawn" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "restored" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "petition_count_pkey" PRIMARY KEY ("petition_id")
);

-- CreateTable
CREATE TABLE "count_cell" (
    "petition_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "country" CHAR(2) NOT NULL,
    "confirmed" INTEGER NOT NULL DEFAULT 0,
    "withdrawn" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "restored" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "count_cell_pkey" PRIMARY KEY ("petition_id","hour","country")
);

-- CreateTable
CREATE TABLE "counting_pass" (
    "id" SMALLINT NOT NULL,
    "begun_at" TIMESTAMPTZ(3),
    "as_of" TIMESTAMPTZ(3),

    CONSTRAINT "counting_pass_pkey" PRIMARY KEY ("id")
);

-- CreateTable (unlogged: never in a backup, emptied after a crash, and cheap to write)
CREATE UNLOGGED TABLE "network_salt" (
    "day" DATE NOT NULL,
    "salt" BYTEA NOT NULL,

    CONSTRAINT "network_salt_pkey" PRIMARY KEY ("day")
);

-- CreateTable (unlogged: never in a backup, emptied after a crash, and cheap to write)
CREATE UNLOGGED TABLE "network_use" (
    "network_hash" BYTEA NOT NULL,
    "door" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "uses" INTEGER NOT NULL,

    CONSTRAINT "network_use_pkey" PRIMARY KEY ("network_hash","door")
);

-- CreateIndex
CREATE INDEX "worker_heartbeat_seen_at_idx" ON "worker_heartbeat"("seen_at");

-- CreateIndex
CREATE INDEX "outbox_mail_state_priority_send_after_id_idx" ON "outbox_mail"("state", "priority", "send_after", "id");

-- CreateIndex
CREATE INDEX "outbox_mail_address_hash_sent_at_idx" ON "outbox_mail"("address_hash", "sent_at");

-- CreateIndex
CREATE INDEX "outbox_mail_subject_id_idx" ON "outbox_mail"("subject_id");

-- CreateIndex
CREATE INDEX "outbox_mail_sent_at_idx" ON "outbox_mail"("sent_at");

-- CreateIndex
CREATE UNIQUE INDEX "account_email_hash_key" ON "account"("email_hash");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_token_identifier_hash_idx" ON "sign_in_token"("identifier_hash");

-- CreateIndex
CREATE INDEX "sign_in_token_expires_at_idx" ON "sign_in_token"("expires_at");

-- CreateIndex
CREATE INDEX "audit_entry_campaign_id_id_idx" ON "audit_entry"("campaign_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_subject_type_subject_id_idx" ON "audit_entry"("subject_type", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_slug_key" ON "campaign"("slug");

-- CreateIndex
CREATE INDEX "membership_account_id_idx" ON "membership"("account_id");

-- CreateIndex
CREATE INDEX "target_campaign_id_country_idx" ON "target"("campaign_id", "country");

-- CreateIndex
CREATE UNIQUE INDEX "target_campaign_id_key_key" ON "target"("campaign_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "source_campaign_id_key_key" ON "source"("campaign_id", "key");

-- CreateIndex
CREATE INDEX "claim_campaign_id_topic_position_idx" ON "claim"("campaign_id", "topic", "position");

-- CreateIndex
CREATE INDEX "claim_source_id_idx" ON "claim"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "claim_campaign_id_key_key" ON "claim"("campaign_id", "key");

-- CreateIndex
CREATE INDEX "claim_conflict_other_id_idx" ON "claim_conflict"("other_id");

-- CreateIndex
CREATE INDEX "claim_relation_other_id_idx" ON "claim_relation"("other_id");

-- CreateIndex
CREATE INDEX "claim_revision_claim_id_at_idx" ON "claim_revision"("claim_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "petition_slug_key" ON "petition"("slug");

-- CreateIndex
CREATE INDEX "petition_campaign_id_idx" ON "petition"("campaign_id");

-- CreateIndex
CREATE UNIQUE INDEX "petition_version_petition_id_number_locale_key" ON "petition_version"("petition_id", "number", "locale");

-- CreateIndex
CREATE UNIQUE INDEX "petition_version_id_petition_id_key" ON "petition_version"("id", "petition_id");

-- CreateIndex
CREATE INDEX "petition_version_claim_claim_id_idx" ON "petition_version_claim"("claim_id");

-- CreateIndex
CREATE INDEX "petition_target_target_id_idx" ON "petition_target"("target_id");

-- CreateIndex
CREATE INDEX "collected_signatures_petition_id_idx" ON "collected_signatures"("petition_id");

-- CreateIndex
CREATE INDEX "signature_version_id_petition_id_idx" ON "signature"("version_id", "petition_id");

-- CreateIndex
CREATE INDEX "signature_state_expires_at_idx" ON "signature"("state", "expires_at");

-- CreateIndex
CREATE INDEX "signature_petition_id_counted_at_idx" ON "signature"("petition_id", "counted_at");

-- CreateIndex
CREATE UNIQUE INDEX "signature_petition_id_email_hash_name_hash_key" ON "signature"("petition_id", "email_hash", "name_hash");

-- CreateIndex
CREATE UNIQUE INDEX "signature_petition_id_email_hash_place_key" ON "signature"("petition_id", "email_hash", "place");

-- CreateIndex
CREATE INDEX "count_entry_due_at_idx" ON "count_entry"("due_at");

-- CreateIndex
CREATE INDEX "count_entry_petition_id_idx" ON "count_entry"("petition_id");

-- CreateIndex
CREATE INDEX "network_use_window_start_idx" ON "network_use"("window_start");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_text" ADD CONSTRAINT "campaign_text_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "target" ADD CONSTRAINT "target_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_conflict" ADD CONSTRAINT "claim_conflict_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_conflict" ADD CONSTRAINT "claim_conflict_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_relation" ADD CONSTRAINT "claim_relation_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_relation" ADD CONSTRAINT "claim_relation_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_revision" ADD CONSTRAINT "claim_revision_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "petition" ADD CONSTRAINT "petition_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "petition_version" ADD CONSTRAINT "petition_version_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "petition_version_claim" ADD CONSTRAINT "petition_version_claim_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "petition_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "petition_version_claim" ADD CONSTRAINT "petition_version_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "petition_target" ADD CONSTRAINT "petition_target_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "petition_target" ADD CONSTRAINT "petition_target_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "target"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collected_signatures" ADD CONSTRAINT "collected_signatures_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signature" ADD CONSTRAINT "signature_version_id_petition_id_fkey" FOREIGN KEY ("version_id", "petition_id") REFERENCES "petition_version"("id", "petition_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "count_entry" ADD CONSTRAINT "count_entry_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "petition_count" ADD CONSTRAINT "petition_count_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "count_cell" ADD CONSTRAINT "count_cell_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is written by hand: Prisma's schema cannot say it.

-- Closed sets and bounds. The code knows them too (states.ts of each noun); the database holds whatever else writes.
ALTER TABLE "outbox_mail"
    ADD CONSTRAINT "outbox_mail_state_known" CHECK ("state" IN ('waiting', 'sent', 'failed', 'dropped')),
    ADD CONSTRAINT "outbox_mail_attempts_counted" CHECK ("attempts" >= 0);
ALTER TABLE "campaign"
    ADD CONSTRAINT "campaign_state_known" CHECK ("state" IN ('draft', 'live', 'paused', 'won', 'lost', 'superseded'));
ALTER TABLE "membership"
    ADD CONSTRAINT "membership_role_known" CHECK ("role" IN ('owner', 'organizer', 'moderator', 'analyst'));
ALTER TABLE "petition"
    ADD CONSTRAINT "petition_state_known" CHECK ("state" IN ('draft', 'open', 'paused', 'closed'));
ALTER TABLE "petition_version"
    ADD CONSTRAINT "petition_version_number_counted" CHECK ("number" >= 1),
    ADD CONSTRAINT "petition_version_digest_sha256" CHECK ("digest" ~ '^[0-9a-f]{64}$');
ALTER TABLE "collected_signatures"
    ADD CONSTRAINT "collected_signatures_kind_known" CHECK ("kind" IN ('paper', 'partner')),
    ADD CONSTRAINT "collected_signatures_amount_counted" CHECK ("amount" >= 1);
ALTER TABLE "signature"
    ADD CONSTRAINT "signature_state_known" CHECK ("state" IN ('pending', 'confirmed', 'withdrawn', 'removed')),
    ADD CONSTRAINT "signature_display_known" CHECK ("display" IN ('public', 'initials', 'counted')),
    ADD CONSTRAINT "signature_country_code" CHECK ("country" ~ '^[A-Z]{2}$'),
    -- Two people may share one mailbox; an unconfirmed signature takes nobody's place.
    ADD CONSTRAINT "signature_place_one_or_two" CHECK ("place" IN (1, 2)),
    ADD CONSTRAINT "signature_pending_takes_no_place" CHECK ("place" IS NULL OR "state" <> 'pending');
ALTER TABLE "count_entry"
    ADD CONSTRAINT "count_entry_kind_known" CHECK ("kind" IN ('confirm', 'withdraw', 'remove', 'restore')),
    ADD CONSTRAINT "count_entry_country_code" CHECK ("country" ~ '^[A-Z]{2}$');
ALTER TABLE "count_cell"
    ADD CONSTRAINT "count_cell_country_code" CHECK ("country" ~ '^[A-Z]{2}$');
ALTER TABLE "counting_pass"
    ADD CONSTRAINT "counting_pass_one_row" CHECK ("id" = 1);

INSERT INTO "counting_pass" ("id") VALUES (1);

-- A text that somebody signed is never edited again, nor are the claims it rests on.
-- The row lock waits for a signature being inserted just now (its foreign key holds the version), so that none is
-- overlooked.
CREATE FUNCTION "refuse_change_of_signed_version"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed uuid[];
BEGIN
    IF TG_TABLE_NAME = 'petition_version' THEN
        changed := ARRAY[OLD.id];
    ELSE
        changed := ARRAY[OLD.version_id, NEW.version_id];
    END IF;
    PERFORM 1 FROM petition_version WHERE id = ANY (changed) ORDER BY id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM signature WHERE version_id = ANY (changed)) THEN
        RAISE EXCEPTION 'petition version % has been signed and cannot be changed', coalesce(changed[1], changed[2])
            USING ERRCODE = 'restrict_violation', HINT = 'Publish a new version instead.';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER "petition_version_frozen" BEFORE UPDATE OR DELETE ON "petition_version"
    FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_signed_version"();
CREATE TRIGGER "petition_version_claim_frozen" BEFORE INSERT OR UPDATE OR DELETE ON "petition_version_claim"
    FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_signed_version"();
