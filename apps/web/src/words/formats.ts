/** Days, numbers, counts and lists as one language writes them. */
export type Formats = ReturnType<typeof formatsIn>;

/** What a sentence is made of, in the order of its language: words, and what stands between them, such as a link. */
export type Part<Slot> = string | Slot;

/** Forms of a counted word, with `#` for the number: `{ one: '# article', other: '# articles' }`. */
export type CountedForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** @param language BCP 47, such as `en-GB` */
export function formatsIn(language: string) {
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const numbers = new Intl.NumberFormat(language);
  const plurals = new Intl.PluralRules(language);
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    /** A day such as 4 November 2026. Days have no time zone: UTC keeps them what they are. */
    day: (isoDay: string) => days.format(new Date(`${isoDay}T00:00:00Z`)),
    /** The form that goes with a count, with the count in it. */
    counted: (count: number, forms: CountedForms) =>
      (forms[plurals.select(count)] ?? forms.other).replace('#', numbers.format(count)),
    /** “A, B and C”, of whatever stands in a page. */
    list: <Slot>(items: readonly Slot[]): Part<Slot>[] => {
      const left = [...items];
      return lists
        .formatToParts(items.map(() => '·'))
        .flatMap(({ type, value }): Part<Slot>[] => (type === 'element' ? left.splice(0, 1) : [value]));
    },
  };
}
