/** Types in which, with `nosniff`, no browser runs scripts. */
const passiveTypes =
  /^(?:image\/(?:jpeg|png|webp|gif|avif|tiff)|(?:audio|video|font)\/[a-z0-9-]+|text\/plain; charset=utf-8|application\/pdf)$/;

/** Why a browser that opens this response could run a script; undefined if it could not. */
export function activeContentIn({ status, headers }: Response): string | undefined {
  const type = headers.get('content-type') ?? '';
  // Errors are JSON, which a browser shows as text.
  if (status >= 400) return type.startsWith('application/json') ? undefined : `an error as ${type}`;
  const policy = headers.get('content-security-policy') ?? '';
  if (headers.get('x-content-type-options') !== 'nosniff') return 'no nosniff';
  if (headers.get('set-cookie') !== null) return 'a cookie';
  if (!/(?:^|; )script-src 'none'(?:;|$)/.test(policy)) return `scripts allowed: ${policy}`;
  if (passiveTypes.test(type)) return undefined;
  if (type === 'image/svg+xml') return /; sandbox$/.test(policy) ? undefined : `a drawing without a sandbox: ${policy}`;
  const isSaved = headers.get('content-disposition')?.startsWith('attachment;') ?? false;
  return type === 'application/octet-stream' && isSaved ? undefined : `${type}, ${isSaved ? 'saved' : 'shown'}`;
}
