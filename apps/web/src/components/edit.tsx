import { createDataAttribute } from '@sanity/visual-editing/create-data-attribute';
import { createContext, useContext } from 'react';
import type { EditFacts } from '../view.ts';

/** Set for drafts, so that a click on a text opens its field in the Studio. */
export const EditContext = createContext<EditFacts | null>(null);

type Path = (string | number | { _key: string })[];

/** Attributes that tell the Studio's overlays what an element shows. None on published pages. */
export function useEditAttributes(document: { _id: string; _type: string }) {
  const facts = useContext(EditContext);
  return (...path: Path): { 'data-sanity'?: string } => {
    if (facts === null) return {};
    const attribute = createDataAttribute({ ...facts, id: document._id, type: document._type });
    return { 'data-sanity': attribute(path) };
  };
}
