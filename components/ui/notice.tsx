import type { ReactNode } from "react";

type NoticeProps = {
  title?: string /** The heading's level, by where the notice stands. */;
  level?: 2 | 3;
  strong?: boolean;
  id?: string;
  /** The reader lands here: it says what was just done. */
  landing?: boolean;
  children: ReactNode;
};

/** Something the reader must not miss. */
export function Notice({ title, level = 2, strong, id, landing, children }: NoticeProps) {
  const Heading = `h${level}` as const;
  return (
    <section
      className={strong ? "notice strong" : "notice"}
      id={id}
      tabIndex={landing ? -1 : undefined}
      // biome-ignore lint/a11y/noAutofocus: without a script this is how the reader lands on what was done
      autoFocus={landing}
    >
      {title && <Heading>{title}</Heading>}
      {children}
    </section>
  );
}
