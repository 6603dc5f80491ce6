/**
 * Something that a person can put right. Its message is shown as it is, on stderr, with no stack trace;
 * any other error is a defect of ours and shows one.
 */
export class Problem extends Error {}

/**
 * What the system says about a failed call, such as "permission denied".
 * @param {unknown} error
 */
export function reasonOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
  // Node words it "EACCES: permission denied, mkdir '/data'".
  return code && message.startsWith(`${code}: `) ? (message.slice(code.length + 2).split(',')[0] ?? message) : message;
}
