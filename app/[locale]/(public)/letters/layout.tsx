import type { ReactNode } from "react";

/** Where letters are written there is a second script: drafts, the live preview, the length. */
export default function LettersLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <script src="/write-letter.js" defer data-keep="" />
    </>
  );
}
