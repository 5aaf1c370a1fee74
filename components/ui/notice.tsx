import type { ReactNode } from "react";

type NoticeProps = { title?: string; strong?: boolean; id?: string; children: ReactNode };

/** Something the reader must not miss. */
export function Notice({ title, strong, id, children }: NoticeProps) {
  return (
    <section className={strong ? "notice strong" : "notice"} id={id}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}
