import type { ReactNode } from "react";

/** Public pages carry one script of our own; the host takes out the framework's (docs/architecture.md). */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <script src="/enhance.js" defer data-keep="" />
    </>
  );
}
