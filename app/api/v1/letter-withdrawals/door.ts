import { withdrawLetter } from "@/lib/letters/withdraw-letter";
import { ownLetterDoor } from "../own-letter";

/** POST /api/v1/letter-withdrawals: its writer takes a letter back that has not left. */
export const letterWithdrawalsDoor = ownLetterDoor("letter-withdrawals", withdrawLetter, { sure: true });
