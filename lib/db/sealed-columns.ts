import type { KeyPurpose } from "@/lib/crypto/keys";

/** A table with sealed values: its single primary key, and each column with what its values are sealed for. */
export type SealedTable = {
  table: string;
  key: { column: string; type: "uuid" | "text" };
  columns: { column: string; purpose: KeyPurpose; context: string | ((key: string) => string) }[];
};

/**
 * Every column that holds a value of `seal`. A change of APP_SECRET goes through all of them; a test holds this list
 * against prisma/schema.prisma.
 */
export const SEALED_TABLES: SealedTable[] = [
  {
    table: "sealed_key",
    key: { column: "purpose", type: "text" },
    columns: [{ column: "key_enc", purpose: "sealed-keys", context: (key) => `sealed_key.${key}` }],
  },
  {
    table: "petition",
    key: { column: "id", type: "uuid" },
    columns: [{ column: "hash_key_enc", purpose: "petition-keys", context: "petition.hash_key" }],
  },
  {
    table: "account",
    key: { column: "id", type: "uuid" },
    columns: [{ column: "email_enc", purpose: "account-fields", context: "account.email" }],
  },
  {
    table: "source_document_part",
    key: { column: "id", type: "uuid" },
    columns: [
      {
        column: "content_enc",
        purpose: "source-documents",
        context: (key) => `source_document_part.${key}`,
      },
    ],
  },
  {
    table: "signature",
    key: { column: "id", type: "uuid" },
    columns: [
      { column: "name_enc", purpose: "personal-fields", context: "signature.name" },
      { column: "email_enc", purpose: "personal-fields", context: "signature.email" },
      { column: "reason_enc", purpose: "personal-fields", context: "signature.reason" },
    ],
  },
  {
    table: "outbox_mail",
    key: { column: "id", type: "uuid" },
    columns: [
      { column: "address_enc", purpose: "mail-fields", context: "outbox_mail.address" },
      { column: "payload_enc", purpose: "mail-fields", context: "outbox_mail.payload" },
      { column: "rendered_enc", purpose: "mail-fields", context: "outbox_mail.rendered" },
    ],
  },
  {
    table: "letter",
    key: { column: "id", type: "uuid" },
    columns: [
      { column: "name_enc", purpose: "letter-fields", context: "letter.name" },
      { column: "email_enc", purpose: "letter-fields", context: "letter.email" },
      { column: "subject_enc", purpose: "letter-fields", context: "letter.subject" },
      { column: "body_enc", purpose: "letter-fields", context: "letter.body" },
    ],
  },
  {
    table: "letter_reply",
    key: { column: "id", type: "uuid" },
    columns: [
      { column: "subject_enc", purpose: "letter-fields", context: "letter_reply.subject" },
      { column: "text_enc", purpose: "letter-fields", context: "letter_reply.text" },
    ],
  },
  {
    table: "reply_attachment",
    key: { column: "id", type: "uuid" },
    columns: [
      { column: "name_enc", purpose: "letter-fields", context: "reply_attachment.name" },
      { column: "content_enc", purpose: "letter-fields", context: "reply_attachment.content" },
    ],
  },
];
