import { eraseLetter } from "@/lib/letters/erase-letter";
import { ownLetterDoor } from "../own-letter";

/** POST /api/v1/letter-erasures: destroys what is stored of a letter and its writer. */
export const letterErasuresDoor = ownLetterDoor("letter-erasures", eraseLetter, { sure: true });
