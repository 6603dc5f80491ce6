/**
 * A small DSL for Portable Text. `keyed` adds the keys afterwards.
 *
 *     p`Keep ${strong('moving')} ${cite('nice-ng59')}. See ${to('article-sciatica', 'sciatica')}.`
 */
type Mark = {
  mark: 'strong' | 'em' | { href: string } | { ref: string } | { claim: Claim } | { language: string };
  text: string;
};
type Inline = Mark | { cited: string };
type Span = { _type: 'span'; text: string; marks: string[] };
type Citation = { _type: 'citation'; reference: Reference };
type MarkDef =
  | { _key: string; _type: 'link'; href: string }
  | { _key: string; _type: 'internalLink'; reference: Reference }
  | { _key: string; _type: 'otherLanguage'; language: string }
  | ({ _key: string; _type: 'claim' } & Omit<Claim, 'cites'> & { references?: Reference[] });

type Claim = {
  standing: 'established' | 'guideline' | 'contested' | 'opinion' | 'livedExperience';
  certainty?: 'high' | 'moderate' | 'low' | 'veryLow';
  /** Short names of references. */
  cites?: string[];
  mainstreamView?: string;
};

export type Reference = { _type: 'reference'; _ref: string };
export type Style = 'normal' | 'h3' | 'h4';
export type Block = {
  _type: 'block';
  style: Style;
  children: (Span | Citation)[];
  markDefs: MarkDef[];
  listItem?: 'bullet' | 'number';
  level?: number;
};
export type Callout = { _type: 'callout'; tone: 'note' | 'important'; title: string; body: Block[] };
export type CareCard = {
  _type: 'careCard';
  urgency: 'nonUrgent' | 'urgent' | 'emergency';
  heading: string;
  body: Block[];
};
export type Figure = { _type: 'figure'; _sanityAsset: string; alt: string; caption?: string; hotspot?: Hotspot };
export type Body = (Block | Callout | CareCard | Figure)[];
type Hotspot = { _type: 'sanity.imageHotspot'; x: number; y: number; width: number; height: number };

export const reference = (_ref: string): Reference => ({ _type: 'reference', _ref });

export const strong = (text: string): Inline => ({ mark: 'strong', text });
export const em = (text: string): Inline => ({ mark: 'em', text });
/** A link to another site. */
export const link = (href: string, text: string): Inline => ({ mark: { href }, text });
/** A link to another document of ours, by its id. */
export const to = (ref: string, text: string): Inline => ({ mark: { ref }, text });
/** A citation of one of `references.ts`, by its short name. */
export const cite = (name: string): Inline => ({ cited: `reference-${name}` });

/** Text in another language, by its code. */
export const said = (language: string, text: string): Inline => ({ mark: { language }, text });

/** The text of a claim, with its evidence. */
export const claim = (facts: Claim, text: string): Inline => ({ mark: { claim: facts }, text });

/** A paragraph. */
export const p = block('normal');
/** A subheading. */
export const h3 = block('h3');

function block(style: Style) {
  return (texts: TemplateStringsArray, ...inlines: Inline[]): Block => {
    const made: Block = { _type: 'block', style, children: [], markDefs: [] };
    texts.forEach((text, index) => {
      if (text !== '') made.children.push({ _type: 'span', text, marks: [] });
      const inline = inlines[index];
      if (inline !== undefined) addInline(made, inline);
    });
    closeWithSpan(made.children);
    return made;
  };
}

function addInline(made: Block, inline: Inline): void {
  if ('cited' in inline) {
    addCitation(made.children, inline.cited);
    return;
  }
  const { mark, text } = inline;
  made.children.push({ _type: 'span', text, marks: [typeof mark === 'string' ? mark : addMarkDef(made, mark)] });
}

/** Trims the space before a citation, which would allow a line break before its number. */
function addCitation(children: Block['children'], cited: string): void {
  closeWithSpan(children);
  const before = children.at(-1);
  if (before?._type === 'span') before.text = before.text.trimEnd();
  children.push({ _type: 'citation', reference: reference(cited) });
}

/** Sanity's editor requires a span on both sides of an inline object, and would add it at the first edit. */
function closeWithSpan(children: Block['children']): void {
  if (children.at(-1)?._type !== 'span') children.push({ _type: 'span', text: '', marks: [] });
}

function addMarkDef({ markDefs }: Block, mark: Exclude<Mark['mark'], string>): string {
  if ('claim' in mark) return addClaim(markDefs, mark.claim);
  if ('language' in mark) {
    const _key = `language${markDefs.length}`;
    markDefs.push({ _key, _type: 'otherLanguage', language: mark.language });
    return _key;
  }
  const _key = `link${markDefs.length}`;
  markDefs.push(
    'href' in mark
      ? { _key, _type: 'link', href: mark.href }
      : { _key, _type: 'internalLink', reference: reference(mark.ref) },
  );
  return _key;
}

function addClaim(markDefs: MarkDef[], { cites = [], ...facts }: Claim): string {
  const _key = `claim${markDefs.length}`;
  const references = cites.map((name) => reference(`reference-${name}`));
  markDefs.push({ _key, _type: 'claim', ...facts, ...(references.length > 0 && { references }) });
  return _key;
}

const listOf =
  (listItem: 'bullet' | 'number') =>
  (...items: (string | Block)[]): Block[] =>
    items.map((item) => ({ ...(typeof item === 'string' ? plain(item) : item), listItem, level: 1 }));

/** A list; items with marks are written as p`…`. */
export const list = listOf('bullet');
export const steps = listOf('number');

const plain = (text: string): Block => ({
  _type: 'block',
  style: 'normal',
  children: [{ _type: 'span', text, marks: [] }],
  markDefs: [],
});

export const note = (title: string, ...body: Block[]): Callout => ({ _type: 'callout', tone: 'note', title, body });
export const important = (title: string, ...body: Block[]): Callout => ({
  _type: 'callout',
  tone: 'important',
  title,
  body,
});

const careCardOf =
  (urgency: CareCard['urgency']) =>
  (heading: string, ...body: Block[]): CareCard => ({ _type: 'careCard', urgency, heading, body });
export const emergency = careCardOf('emergency');
export const urgent = careCardOf('urgent');
export const nonUrgent = careCardOf('nonUrgent');

type Extras = {
  caption?: string;
  /** The centre of the hotspot, in fractions of the image's size. */
  focus?: [x: number, y: number];
};

/** A figure with one of the drawings. */
export function figure(name: string, alt: string, { caption, focus }: Extras = {}): Figure {
  const hotspot: Hotspot | undefined = focus && {
    _type: 'sanity.imageHotspot',
    x: focus[0],
    y: focus[1],
    width: 0.4,
    height: 0.6,
  };
  return {
    _type: 'figure',
    _sanityAsset: `image@file://./images/${name}.webp`,
    alt,
    ...(caption && { caption }),
    ...(hotspot && { hotspot }),
  };
}

/** Adds the `_key` that Sanity requires to every object in an array: its index, which is deterministic. */
export function keyed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withKey(keyed(item), `k${index}`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, keyed(field)]));
}

function withKey(item: unknown, _key: string): unknown {
  return typeof item === 'object' && item !== null && !('_key' in item) ? { _key, ...item } : item;
}
