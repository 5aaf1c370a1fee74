-- CreateTable
CREATE TABLE "letter_release" (
    "week" DATE NOT NULL,
    "released_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "letter_release_pkey" PRIMARY KEY ("week")
);

-- CreateTable
CREATE TABLE "letter_figure" (
    "target_id" UUID NOT NULL,
    "week" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "at_least" INTEGER NOT NULL,

    CONSTRAINT "letter_figure_pkey" PRIMARY KEY ("target_id","week","kind")
);

-- CreateIndex
CREATE INDEX "letter_figure_week_idx" ON "letter_figure"("week");

-- AddForeignKey
ALTER TABLE "letter_figure" ADD CONSTRAINT "letter_figure_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "target"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_figure" ADD CONSTRAINT "letter_figure_week_fkey" FOREIGN KEY ("week") REFERENCES "letter_release"("week") ON DELETE CASCADE ON UPDATE CASCADE;
-- By hand from here on: what Prisma cannot say.
ALTER TABLE "letter_release"
    ADD CONSTRAINT "letter_release_begins_monday" CHECK (extract(isodow FROM "week") = 1);

-- The last line of defence for "small numbers are withheld" (docs/trust.md): only full twenties can be stored.
ALTER TABLE "letter_figure"
    ADD CONSTRAINT "letter_figure_full_twenties" CHECK ("at_least" >= 0 AND "at_least" % 20 = 0),
    ADD CONSTRAINT "letter_figure_kind_known" CHECK ("kind" IN ('sent-own', 'sent-unchanged', 'delivered', 'came-back', 'handed-over', 'hand-over-refused', 'answers', 'printed', 'own-mail', 'copied', 'told-none', 'told-form', 'told-real', 'told-returned'));

-- What was published once is never changed: a figure that could be taken back could be compared with itself.
CREATE TRIGGER letter_release_frozen BEFORE UPDATE ON "letter_release" FOR EACH ROW EXECUTE FUNCTION refuse_figure_change();
CREATE TRIGGER letter_figure_frozen BEFORE UPDATE ON "letter_figure" FOR EACH ROW EXECUTE FUNCTION refuse_figure_change();
