"use client";

import { useLocale } from "next-intl";
import { ProblemText } from "@/components/ui/problem-text";

/** The unexpected: shown as the id under which it was logged, never as its message. */
export default function WorkspaceError({ error }: { error: Error & { digest?: string } }) {
  return (
    <main className="main band">
      <ProblemText kind="internal" home={`/${useLocale()}`} requestId={error.digest} />
    </main>
  );
}
