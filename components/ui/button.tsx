import type { ButtonHTMLAttributes, ReactNode } from "react";

type Look = { plain?: boolean; wide?: boolean; children: ReactNode };

const classes = ({ plain, wide }: { plain?: boolean; wide?: boolean }) =>
  ["button", plain && "plain", wide && "wide"].filter(Boolean).join(" ");

/** Submits the form it stands in. */
export function Button({
  plain,
  wide,
  children,
  ...rest
}: Look & Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className">) {
  return (
    <button type="submit" {...rest} className={classes({ plain, wide })}>
      {children}
    </button>
  );
}

/** A link that leads to an act. */
export function ButtonLink({ plain, wide, children, href }: Look & { href: string }) {
  return (
    <a className={classes({ plain, wide })} href={href}>
      {children}
    </a>
  );
}
