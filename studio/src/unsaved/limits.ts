import type { Limit } from '../limit.ts';

/** The delays and the retention of unsaved edits in the browser. */
export const unsavedLimits = {
  syncStateDelay: {
    value: 100,
    unit: 'milliseconds',
    why: '`useSyncState` reports an edit one render after the form’s value has changed',
  },
  formMountDelay: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'a form that is mounting registers in `openForms` by then, and shows its own unsaved edits',
  },
  retention: { value: 30, unit: 'days', why: 'as long as a holiday; an older edit no longer fits its article' },
} satisfies Record<string, Limit>;
