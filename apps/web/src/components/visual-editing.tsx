import { createDataAttribute } from '@sanity/visual-editing/create-data-attribute';
import { createContext, useContext } from 'react';
import type { VisualEditingConfig } from '../view/view.ts';

/** Set for drafts: a click on a text then opens its field in the Studio. */
export const VisualEditingContext = createContext<VisualEditingConfig | null>(null);

type Path = (string | number | { _key: string })[];

/** The `data-sanity` attributes for visual editing. None on published pages. */
export function useEditAttributes(document: { _id: string; _type: string }) {
  const config = useContext(VisualEditingContext);
  return (...path: Path): { 'data-sanity'?: string } => {
    if (config === null) return {};
    const attribute = createDataAttribute({ ...config, id: document._id, type: document._type });
    return { 'data-sanity': attribute(path) };
  };
}
