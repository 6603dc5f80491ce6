import type { SecretLake } from './secret-lakes.ts';

/** A caller without rights to the secrets. */
export type Reader = { name: string; mayReadNotes: boolean; token(lake: SecretLake): string | undefined };

/** Responses that differ between the lakes, or that contain the secret word. */
export type Leak = { reader: string; request: string; responses: [string, string] };

/** Replaces times and generated ids, which differ between any two responses. */
export function withoutVolatile(text: string): string {
  return text
    .replaceAll(/\\?"ms\\?":\d+/g, '"ms":0')
    .replaceAll(/\\?"(?:transactionId|listenerName|_rev)\\?":\\?"(?!secret-|open-)[\w-]{22,36}\\?"/g, '"made":"up"')
    .replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'time')
    .replaceAll(/\br[0-9a-f]{12}\b/g, 'token');
}
