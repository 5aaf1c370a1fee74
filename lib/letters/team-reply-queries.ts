import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { openReply, type ReplyText } from "./sealed-reply";
import type { Answer, ModerationState, ReplyKind } from "./states";

/** A reply as a team's members read it before they decide what of it is shown. */
export type TeamReply = {
  id: string;
  target: string;
  via: "relay" | "told";
  kind: ReplyKind | null;
  answer: Answer | null;
  moderation: ModerationState;
  receivedAt: Date;
  note: string | null;
  /** Null where it is forgotten, or not here yet. */
  said: ReplyText | null;
  attachments: {
    id: string;
    name: string;
    contentType: string;
    size: number;
    isKept: boolean;
    note: string | null;
  }[];
  shownText: string | null;
};

const WITH_ALL = { attachments: true, target: { select: { key: true } } } as const;

/** A campaign's replies, newest first, at most 200. Takes its slug. For its team's eyes. */
export async function teamReplies(db: Db, keys: KeyRing, slug: string): Promise<TeamReply[]> {
  const rows = await db.letterReply.findMany({
    where: { campaign: { slug } },
    orderBy: [{ receivedAt: "desc" }, { id: "asc" }],
    take: 200,
    include: WITH_ALL,
  });
  return rows.map((row) => forTeam(keys, row));
}

/** One of them, or null. Takes any string. */
export async function teamReply(db: Db, keys: KeyRing, id: string): Promise<TeamReply | null> {
  if (!UUID.test(id)) return null;
  const row = await db.letterReply.findUnique({ where: { id }, include: WITH_ALL });
  return row && forTeam(keys, row);
}

/** A quarantined file: its bytes, or null where they were not kept. Takes any string. Opening it is at one's own risk. */
export async function quarantinedFile(
  db: Db,
  keys: KeyRing,
  id: string,
): Promise<{ content: Buffer | null } | null> {
  if (!UUID.test(id)) return null;
  const row = await db.replyAttachment.findUnique({ where: { id } });
  if (!row) return null;
  if (!row.contentEnc) return { content: null };
  const sealed = unseal(keys, "letter-fields", "reply_attachment.content", row.contentEnc);
  return { content: Buffer.from(sealed, "base64") };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function forTeam(keys: KeyRing, row: Prisma.LetterReplyGetPayload<{ include: typeof WITH_ALL }>): TeamReply {
  return {
    id: row.id,
    target: row.target.key,
    via: row.via === "relay" ? "relay" : "told",
    kind: row.kind as ReplyKind | null,
    answer: row.answer as Answer | null,
    moderation: row.moderation as ModerationState,
    receivedAt: row.receivedAt,
    note: row.note,
    said: openReply(keys, { subject_enc: row.subjectEnc, text_enc: row.textEnc }),
    attachments: row.attachments.map(({ id, nameEnc, contentType, size, contentEnc, note }) => ({
      id,
      name: unseal(keys, "letter-fields", "reply_attachment.name", nameEnc),
      ...{ contentType, size, note },
      isKept: contentEnc !== null,
    })),
    shownText: row.shownText,
  };
}
