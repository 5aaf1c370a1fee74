-- AlterTable
ALTER TABLE "signature" ADD COLUMN     "reason_state" TEXT;

-- CreateTable
CREATE TABLE "figure_day" (
    "petition_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "total" INTEGER,

    CONSTRAINT "figure_day_pkey" PRIMARY KEY ("petition_id","day")
);

-- CreateTable
CREATE TABLE "figure_release" (
    "petition_id" UUID NOT NULL,
    "week" DATE NOT NULL,
    "total" INTEGER NOT NULL,
    "counted_only" INTEGER NOT NULL,
    "left_count" INTEGER NOT NULL,

    CONSTRAINT "figure_release_pkey" PRIMARY KEY ("petition_id","week")
);

-- CreateTable
CREATE TABLE "figure_country" (
    "petition_id" UUID NOT NULL,
    "week" DATE NOT NULL,
    "country" CHAR(2) NOT NULL,
    "counted_only" INTEGER NOT NULL,
    "shown" INTEGER NOT NULL,

    CONSTRAINT "figure_country_pkey" PRIMARY KEY ("petition_id","week","country")
);

-- CreateTable
CREATE TABLE "public_signer" (
    "signature_id" UUID NOT NULL,
    "petition_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "position" INTEGER NOT NULL,
    "display" TEXT NOT NULL,

    CONSTRAINT "public_signer_pkey" PRIMARY KEY ("signature_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "public_signer_petition_id_day_position_key" ON "public_signer"("petition_id", "day", "position");

-- AddForeignKey
ALTER TABLE "figure_day" ADD CONSTRAINT "figure_day_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "figure_release" ADD CONSTRAINT "figure_release_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "figure_country" ADD CONSTRAINT "figure_country_petition_id_week_fkey" FOREIGN KEY ("petition_id", "week") REFERENCES "figure_release"("petition_id", "week") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "public_signer" ADD CONSTRAINT "public_signer_signature_id_fkey" FOREIGN KEY ("signature_id") REFERENCES "signature"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "public_signer" ADD CONSTRAINT "public_signer_petition_id_fkey" FOREIGN KEY ("petition_id") REFERENCES "petition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here on: what Prisma cannot say.

ALTER TABLE "signature"
    ADD CONSTRAINT "signature_reason_state_known" CHECK ("reason_state" IN ('pending', 'shown', 'hidden')),
    ADD CONSTRAINT "signature_reason_shown_once_confirmed" CHECK ("reason_state" IS DISTINCT FROM 'shown' OR "state" <> 'pending');
ALTER TABLE "public_signer"
    ADD CONSTRAINT "public_signer_chose_to_be_shown" CHECK ("display" IN ('public', 'initials')),
    ADD CONSTRAINT "public_signer_position" CHECK ("position" > 0);
ALTER TABLE "figure_release"
    ADD CONSTRAINT "figure_release_begins_monday" CHECK (extract(isodow FROM "week") = 1),
    ADD CONSTRAINT "figure_release_counts" CHECK ("total" >= 0 AND "counted_only" >= 0 AND "left_count" >= 0);

-- The last line of defence for "a country cell under 20 is withheld" (docs/trust.md): only full twenties can be stored.
ALTER TABLE "figure_country"
    ADD CONSTRAINT "figure_country_full_twenties" CHECK ("counted_only" >= 0 AND "shown" >= 0 AND "counted_only" % 20 = 0 AND "shown" % 20 = 0),
    ADD CONSTRAINT "figure_country_is_a_country" CHECK ("country" ~ '^[A-Z]{2}$' AND "country" <> 'ZZ');

-- What was published once is never changed: a figure that could be taken back could be compared with itself.
CREATE FUNCTION refuse_figure_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'published figures are never changed';
END $$;
CREATE TRIGGER figure_day_frozen BEFORE UPDATE ON "figure_day" FOR EACH ROW EXECUTE FUNCTION refuse_figure_change();
CREATE TRIGGER figure_release_frozen BEFORE UPDATE ON "figure_release" FOR EACH ROW EXECUTE FUNCTION refuse_figure_change();
CREATE TRIGGER figure_country_frozen BEFORE UPDATE ON "figure_country" FOR EACH ROW EXECUTE FUNCTION refuse_figure_change();
