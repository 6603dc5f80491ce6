import { rewriteUrl } from './rewrite-url.ts';

/** Elements that load an image or a file, and their attributes with a URL. */
const loading = [
  [HTMLImageElement, ['src', 'srcset']],
  [HTMLSourceElement, ['src', 'srcset']],
  [HTMLVideoElement, ['src', 'poster']],
  [HTMLAudioElement, ['src']],
  [HTMLAnchorElement, ['href']],
] as const;

const assetAddress = /https:\/\/cdn\.sanity\.(?:io|work)\/(?:images|files)\/[^\s,"')]+/g;

/**
 * Elements load images and files without `fetch`: patches their properties and `setAttribute`, so that URLs of Sanity's
 * CDN are rewritten to the page's own origin before the browser loads them.
 */
export function shimMedia(origin: string): void {
  const rewrite = (value: string): string =>
    value.replace(assetAddress, (address) => rewriteUrl(address, origin)?.address ?? address);
  for (const [element, attributes] of loading) {
    for (const attribute of attributes) shimProperty(element.prototype, attribute, rewrite);
    shimSetAttribute(element.prototype, new Set<string>(attributes), rewrite);
  }
}

function shimProperty(prototype: HTMLElement, name: string, rewrite: (value: string) => string): void {
  // `src` is defined on HTMLImageElement itself, but for video and audio on their parent HTMLMediaElement.
  for (let owner: object | null = prototype; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    const set = property?.set;
    if (!property || !set) continue;
    Object.defineProperty(prototype, name, {
      ...property,
      set(value: unknown) {
        set.call(this, rewrite(String(value)));
      },
    });
    return;
  }
}

function shimSetAttribute(prototype: HTMLElement, names: Set<string>, rewrite: (value: string) => string): void {
  const { setAttribute } = Element.prototype;
  prototype.setAttribute = function (this: Element, name: string, value: string) {
    setAttribute.call(this, name, names.has(name.toLowerCase()) ? rewrite(String(value)) : value);
  };
}
