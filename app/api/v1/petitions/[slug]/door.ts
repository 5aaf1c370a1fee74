import { prisma } from "@/lib/db/prisma";
import { findPetition, listPetitionVersions } from "@/lib/petitions/queries";
import type { Door } from "@/lib/web/door";
import { answerOne, COUNT_AGE, withAddress } from "../../answers";
import { readParameters, textParameters } from "../../parameters";

/** GET /api/v1/petitions/{slug} */
export const petitionDoor: Door = async (request) => {
  const read = readParameters(request, textParameters);
  if (!read.ok) return read.refused;
  const slug = request.params.slug ?? "";
  const found = await findPetition(prisma(), slug, read.values.locale);
  if (!found) return answerOne(request, null, "unknown-petition", COUNT_AGE);
  const { id: _internal, ...petition } = found;
  const versions = await listPetitionVersions(prisma(), slug);
  return answerOne(
    request,
    { ...petition, versions, claims: petition.claims.map(withAddress) },
    "unknown-petition",
    COUNT_AGE,
  );
};
