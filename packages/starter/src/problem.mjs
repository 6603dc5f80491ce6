/**
 * An error that the user can fix: its message is printed without a stack trace. Any other error is a bug, and is
 * printed with its stack trace.
 */
export class Problem extends Error {}

/**
 * The reason of a system error, such as "permission denied".
 * @param {unknown} error
 */
export function reasonOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
  // Node's message is "EACCES: permission denied, mkdir '/data'".
  return code && message.startsWith(`${code}: `) ? (message.slice(code.length + 2).split(',')[0] ?? message) : message;
}
