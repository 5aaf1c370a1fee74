-- A packet that was made before is printed as its newest print was, by the audit, else as it was made.
ALTER TABLE "letter_packet" ADD COLUMN "printed_letters" INTEGER;
UPDATE "letter_packet" p SET "printed_letters" = coalesce(
    (SELECT (a."detail"->>'letters')::int FROM "audit_entry" a
     WHERE a."subject_type" = 'letter_packet' AND a."subject_id" = p."id"::text AND a."action" = 'print-packet'
     ORDER BY a."id" DESC LIMIT 1),
    "letter_count");
ALTER TABLE "letter_packet"
    ALTER COLUMN "printed_letters" SET NOT NULL,
    ADD CONSTRAINT "letter_packet_prints_its_own" CHECK ("printed_letters" BETWEEN 0 AND "letter_count");
