/**
 * Something the person at the terminal can put right. The message is one line: what is wrong, and what to do.
 * Scripts print it without a stack and exit with 1.
 */
export class OperatorError extends Error {
  override name = "OperatorError";
}
