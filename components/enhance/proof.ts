type Challenge = { algorithm: string; challenge: string; maxnumber: number; salt: string; signature: string };

/** A proof is good for ten minutes (lib/signatures/limits.ts); before that a new one is made. */
const GOOD_FOR = 9 * 60_000;
/** Nobody is kept from signing: after this long the form goes without. */
const PATIENCE = 4_000;

/**
 * Adds a proof of work to a form, in ALTCHA's format: begun when somebody begins to fill it in, made by a worker, ready
 * before it is sent. Whoever has no script signs all the same.
 */
export function proveWork(form: HTMLFormElement): void {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "altcha";
  form.append(field);
  let begunAt = 0;
  let proving: Promise<void> = Promise.resolve();
  const begin = () => {
    if (Date.now() - begunAt < GOOD_FOR) return;
    begunAt = Date.now();
    field.value = "";
    proving = prove(form.dataset.proof ?? "").then((proof) => {
      field.value = proof ?? "";
    });
  };
  form.addEventListener("focusin", begin);
  form.addEventListener("submit", (event) => {
    // A button that leads elsewhere is let go: what is sent late here would lose which one was pressed.
    if (event.defaultPrevented || event.submitter?.hasAttribute("formaction")) return;
    begin();
    if (field.value) return;
    event.preventDefault();
    Promise.race([proving, new Promise((done) => setTimeout(done, PATIENCE))]).then(() => form.submit());
  });
  // Whoever comes back by the browser's button finds the form with a proof that is spent.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) begunAt = 0;
  });
}

/** Null where anything fails: then the mail may come later, which is no reason to trouble anyone. */
async function prove(address: string): Promise<string | null> {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || !window.Worker) return null;
  const { maxnumber, ...challenge }: Challenge = await answer.json();
  const number = await solveAside({ ...challenge, maxnumber });
  return number === null ? null : btoa(JSON.stringify({ ...challenge, number }));
}

function solveAside(challenge: Challenge): Promise<number | null> {
  const worker = new Worker("/proof-worker.js");
  return new Promise<number | null>((done) => {
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = () => done(null);
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}
