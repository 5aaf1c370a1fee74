import type { ReactNode } from "react";

type NoticeProps = {
  title?: string /** The heading's level, by where the notice stands. */;
  level?: 2 | 3;
  strong?: boolean;
  id?: string;
  children: ReactNode;
};

/** Something the reader must not miss. */
export function Notice({ title, level = 2, strong, id, children }: NoticeProps) {
  const Heading = `h${level}` as const;
  return (
    <section className={strong ? "notice strong" : "notice"} id={id}>
      {title && <Heading>{title}</Heading>}
      {children}
    </section>
  );
}
