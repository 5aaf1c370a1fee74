import { asRoute } from "@/lib/web/route";
import { letterWithdrawalsDoor } from "./door";

export const POST = asRoute(letterWithdrawalsDoor);
