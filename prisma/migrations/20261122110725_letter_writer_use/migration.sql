-- CreateTable
CREATE TABLE "letter_writer_use" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "letter_writer_use_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "letter_writer_use_hash_day_idx" ON "letter_writer_use"("hash", "day");

ALTER TABLE "letter_writer_use" ADD CONSTRAINT "letter_writer_use_hashed" CHECK (octet_length("hash") = 32);
