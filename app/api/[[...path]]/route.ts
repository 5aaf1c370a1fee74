import { asRoute } from "@/lib/web/route";
import { unknownPathDoor } from "./door";

const answer = asRoute(unknownPathDoor);
const unknownPath = (request: Request): Promise<Response> => answer(request, { params: Promise.resolve({}) });

export const GET = unknownPath;
export const HEAD = unknownPath;
export const OPTIONS = unknownPath;
export const POST = unknownPath;
export const PUT = unknownPath;
export const PATCH = unknownPath;
export const DELETE = unknownPath;
