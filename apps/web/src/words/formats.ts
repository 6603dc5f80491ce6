/** The formats of dates, numbers, plurals and lists in a language. */
export type Formats = ReturnType<typeof formatsIn>;

/** A part of a sentence: text, or what is inserted into it, such as a link. */
export type Part<Slot> = string | Slot;

/** The plural forms of a word, with `#` for the number: `{ one: '# article', other: '# articles' }`. */
export type CountedForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** @param language BCP 47, such as `en-GB` */
export function formatsIn(language: string) {
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const numbers = new Intl.NumberFormat(language);
  const plurals = new Intl.PluralRules(language);
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    /** A date such as 4 November 2026. In UTC, since a date has no time zone. */
    day: (isoDay: string) => days.format(new Date(`${isoDay}T00:00:00Z`)),
    /** The plural form for a count, with the count inserted. */
    counted: (count: number, forms: CountedForms) =>
      (forms[plurals.select(count)] ?? forms.other).replace('#', numbers.format(count)),
    /** “A, B and C”, of text or components. */
    list: <Slot>(items: readonly Slot[]): Part<Slot>[] => {
      const left = [...items];
      return lists
        .formatToParts(items.map(() => '·'))
        .flatMap(({ type, value }): Part<Slot>[] => (type === 'element' ? left.splice(0, 1) : [value]));
    },
  };
}
