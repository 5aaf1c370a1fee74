/** Words for what is wrong, and the field they lead to; none where the page shows no such field. */
export type SummaryError = { field?: string; words: string };

type ErrorSummaryProps = { title: string; errors: SummaryError[] };

/** What is wrong with a form, first thing on the page; each line leads to its field, if it has one. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  if (errors.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noAutofocus: without a script this is how the reader lands on what went wrong
    <div className="notice error" role="alert" tabIndex={-1} autoFocus id="errors">
      <h2>{title}</h2>
      <ul>
        {errors.map(({ field, words }) => (
          <li key={words}>{field ? <a href={`#${field}`}>{words}</a> : words}</li>
        ))}
      </ul>
    </div>
  );
}
