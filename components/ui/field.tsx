import type { InputHTMLAttributes, ReactNode } from "react";

export type FieldProps = {
  /** Name in the form, and id on the page: error summaries link to it. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Words, not a code. */
  error?: string;
  /** The word "optional" in the page's language, where the field is. */
  optional?: string;
};

/** What an input needs so that its hint and error are read out with it. */
export function describedBy({ name, hint, error }: Pick<FieldProps, "name" | "hint" | "error">) {
  const ids = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean);
  return { "aria-invalid": error ? true : undefined, "aria-describedby": ids.join(" ") || undefined };
}

/** Label, hint, error and their wiring around one input. */
export function Field({
  name,
  label,
  hint,
  error,
  optional,
  children,
}: FieldProps & { children: ReactNode }) {
  return (
    <div className={error ? "field wrong" : "field"}>
      <label className="field-label" htmlFor={name}>
        {label}
        {optional && <span className="field-optional"> ({optional})</span>}
      </label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <FieldError name={name} error={error} />
      {children}
    </div>
  );
}

/** The words of a field's error, or nothing. */
export function FieldError({ name, error }: { name: string; error?: string }) {
  if (!error) return null;
  return (
    <p className="field-error" id={`${name}-error`}>
      {error}
    </p>
  );
}

type InputProps = FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "className">;

export function TextField({ label, hint, error, optional, ...input }: InputProps) {
  return (
    <Field name={input.name} label={label} hint={hint} error={error} optional={optional}>
      <input
        id={input.name}
        className="input"
        {...input}
        {...describedBy({ name: input.name, hint, error })}
      />
    </Field>
  );
}

type TextAreaProps = FieldProps & { defaultValue?: string; maxLength: number };

export function TextArea({ maxLength, defaultValue, ...field }: TextAreaProps) {
  return (
    <Field {...field}>
      <textarea
        id={field.name}
        name={field.name}
        className="input"
        maxLength={maxLength}
        defaultValue={defaultValue}
        {...describedBy(field)}
      />
    </Field>
  );
}

type SelectProps = FieldProps & {
  options: { code: string; name: string }[];
  empty: string;
  defaultValue?: string;
  autoComplete?: string;
};

export function SelectField({ options, empty, defaultValue, autoComplete, ...field }: SelectProps) {
  return (
    <Field {...field}>
      <select
        id={field.name}
        name={field.name}
        className="input"
        defaultValue={defaultValue ?? ""}
        autoComplete={autoComplete}
        {...describedBy(field)}
      >
        <option value="">{empty}</option>
        {options.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}
