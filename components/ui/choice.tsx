import { describedBy, FieldError, type FieldProps } from "./field";

type RadioGroupProps = Omit<FieldProps, "hint" | "optional"> & {
  options: { value: string; label: string; hint?: string }[];
  defaultValue?: string;
  required?: boolean;
};

/** One of several. The first radio carries the field's id, so that an error summary leads to it. */
export function RadioGroup({ name, label, error, options, defaultValue, required }: RadioGroupProps) {
  return (
    <fieldset className={error ? "wrong" : undefined} aria-describedby={error && `${name}-error`}>
      <legend>{label}</legend>
      <FieldError name={name} error={error} />
      <div className="choices">
        {options.map(({ value, label: words, hint }, index) => {
          const id = index === 0 ? name : `${name}-${value}`;
          return (
            <div className="choice" key={value}>
              <input
                type="radio"
                id={id}
                name={name}
                value={value}
                defaultChecked={value === defaultValue}
                required={required}
                aria-describedby={hint && `${id}-hint`}
              />
              <label htmlFor={id}>{words}</label>
              {hint && (
                <p className="hint" id={`${id}-hint`}>
                  {hint}
                </p>
              )}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

type TickBoxProps = Omit<FieldProps, "optional"> & { defaultChecked?: boolean; required?: boolean };

/** A box to tick. It sends `on`, and is never ticked for anyone. */
export function TickBox({ name, label, hint, error, defaultChecked, required }: TickBoxProps) {
  return (
    <div className={error ? "choice wrong" : "choice"}>
      <input
        type="checkbox"
        id={name}
        name={name}
        value="on"
        defaultChecked={defaultChecked}
        required={required}
        {...describedBy({ name, hint, error })}
      />
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <FieldError name={name} error={error} />
    </div>
  );
}
