-- AlterTable
ALTER TABLE "count_cell" ADD COLUMN     "left_shown" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "count_entry" ADD COLUMN     "shown" BOOLEAN NOT NULL DEFAULT false;

-- By hand: who enters hides nobody yet.
ALTER TABLE "count_entry" ADD CONSTRAINT "count_entry_shown_of_moves_only" CHECK ("kind" <> 'confirm' OR NOT "shown");
