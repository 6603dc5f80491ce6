/**
 * What must exist once per process, by key. Each module that has such an instance adds its own key by declaration
 * merging (https://www.typescriptlang.org/docs/handbook/declaration-merging.html#module-augmentation), so that this
 * file depends on none of them.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Instances {}

declare global {
  var bodytextInstances: Partial<Instances> | undefined;
}

/**
 * The instance of this process, created on first use. Node loads the server and the cache handler unbundled, and Next
 * bundles the same modules again for pages and for API routes: a module-level variable would exist several times.
 */
export function processWide<Key extends keyof Instances>(key: Key, create: () => Instances[Key]): Instances[Key] {
  globalThis.bodytextInstances ??= {};
  const instances = globalThis.bodytextInstances;
  const instance = instances[key] ?? create();
  instances[key] = instance;
  return instance;
}
