/**
 * The Studio's structure tool crashes at an address with `perspective=drafts`, which is the perspective that an address
 * without any has (sanity 6.16: "VersionId cannot be 'published' or 'drafts'"). People have it from the API's documents
 * and from other Studios.
 */
export function withoutDraftsPerspective(address: string): string {
  const url = new URL(address);
  if (url.searchParams.get('perspective') !== 'drafts') return address;
  url.searchParams.delete('perspective');
  return url.href;
}
