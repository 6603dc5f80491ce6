import { limits } from '../limits.ts';
import type { Rect } from '../media/frame.ts';
import type { Variant } from '../media/media-url.ts';
import { documentsShowing } from './media-source.ts';

/** Published documents that show a part of an image, or else whether a draft does. */
export type ShownIn = { documents: readonly string[]; inDraft: boolean };

/** All parts of an image that any document shows, by name, as they were at some point of the changes. */
type Look = { cuts: ReadonlySet<string>; position: number; until: number };

const nowhere: ShownIn = { documents: [], inDraft: false };

/**
 * Who shows which part of an image. The lake is asked for all documents with the image, and there may be thousands: who
 * makes up one part after the other must not have them read each time, so that it is remembered for a moment which parts
 * there are, and one at a time asks for more.
 */
export class ShownCuts {
  readonly #looks = new Map<string, Look>();
  readonly #looking = new Map<string, Promise<unknown>>();

  /** @param position of the changes now: what was found before another is not believed */
  async of(variant: Variant, position: number): Promise<ShownIn> {
    const { id } = variant.asset;
    for (let under = this.#looking.get(id); under !== undefined; under = this.#looking.get(id)) {
      await under.catch(() => undefined);
    }
    const known = this.#looks.get(id);
    const isFresh = known !== undefined && known.position === position && Date.now() < known.until;
    if (isFresh && !known.cuts.has(nameOf(variant.rect))) return nowhere;
    const looking = this.#look(variant, position).finally(() => this.#looking.delete(id));
    this.#looking.set(id, looking);
    return looking;
  }

  /** Ends as soon as a published document is found: only what is shown nowhere takes all of them. */
  async #look({ asset, rect }: Variant, position: number): Promise<ShownIn> {
    const cuts = new Map<string, { documents: string[]; inDraft: boolean }>();
    for await (const page of documentsShowing(asset)) {
      for (const { id, rects } of page) {
        for (const shown of new Set(rects.map(nameOf))) {
          const cut = cuts.get(shown) ?? { documents: [], inDraft: false };
          cuts.set(shown, cut);
          if (id.includes('.')) cut.inDraft = true;
          else cut.documents.push(id);
        }
      }
      const found = cuts.get(nameOf(rect));
      if (found !== undefined && found.documents.length > 0) return found;
    }
    this.#remember(asset.id, { cuts: new Set(cuts.keys()), position, until: Date.now() + limits.imageLook.value });
    return cuts.get(nameOf(rect)) ?? nowhere;
  }

  #remember(assetId: string, look: Look): void {
    this.#looks.delete(assetId);
    this.#looks.set(assetId, look);
    const [oldest] = this.#looks.keys();
    if (this.#looks.size > limits.imageLooks.value && oldest !== undefined) this.#looks.delete(oldest);
  }
}

function nameOf({ x, y, width, height }: Rect): string {
  return `${x}-${y}-${width}-${height}`;
}
