/**
 * Sanity's structure tool crashes at a URL with `perspective=drafts`, which is the default and which sanity 6.16
 * rejects ("VersionId cannot be 'published' or 'drafts'"). Such URLs come from the API's documentation and from other
 * Studios.
 */
export function withoutDraftsPerspective(address: string): string {
  const url = new URL(address);
  if (url.searchParams.get('perspective') !== 'drafts') return address;
  url.searchParams.delete('perspective');
  return url.href;
}
