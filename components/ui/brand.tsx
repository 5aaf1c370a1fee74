/** A candle: the mark of the site. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path className="flame" d="M12 1.5c2.6 3.3 3.9 5.4 3.9 7.4a3.9 3.9 0 0 1-7.8 0c0-2 1.3-4.1 3.9-7.4z" />
      <path fill="currentColor" d="M9.5 15.2h5v7.3h-5z" />
    </svg>
  );
}
