import { rewriteUrl } from './rewrite-url.ts';

/** Elements that load a picture or a file, and their attributes with an address. */
const loading = [
  [HTMLImageElement, ['src', 'srcset']],
  [HTMLSourceElement, ['src', 'srcset']],
  [HTMLVideoElement, ['src', 'poster']],
  [HTMLAudioElement, ['src']],
  [HTMLAnchorElement, ['href']],
] as const;

const assetAddress = /https:\/\/cdn\.sanity\.(?:io|work)\/(?:images|files)\/[^\s,"')]+/g;

/**
 * Pictures and files are asked for by elements, not by `fetch`: what an element is given as an address at Sanity's CDN
 * becomes the same at the page's own origin before the browser sees it.
 */
export function shimMedia(origin: string): void {
  const own = (value: string): string =>
    value.replace(assetAddress, (address) => rewriteUrl(address, origin)?.address ?? address);
  for (const [element, attributes] of loading) {
    for (const attribute of attributes) shimProperty(element.prototype, attribute, own);
    shimSetAttribute(element.prototype, new Set<string>(attributes), own);
  }
}

function shimProperty(prototype: HTMLElement, name: string, own: (value: string) => string): void {
  // `src` is a property of HTMLImageElement, but of the parent of video and audio elements.
  for (let owner: object | null = prototype; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    const set = property?.set;
    if (!property || !set) continue;
    Object.defineProperty(prototype, name, {
      ...property,
      set(value: unknown) {
        set.call(this, own(String(value)));
      },
    });
    return;
  }
}

function shimSetAttribute(prototype: HTMLElement, names: Set<string>, own: (value: string) => string): void {
  const { setAttribute } = Element.prototype;
  prototype.setAttribute = function (this: Element, name: string, value: string) {
    setAttribute.call(this, name, names.has(name.toLowerCase()) ? own(String(value)) : value);
  };
}
