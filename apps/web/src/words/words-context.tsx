import { createContext, createElement, Fragment, type ReactNode, useContext } from 'react';
import type { Part } from './formats.ts';
import { type Words, wordsIn } from './words.ts';

/** The catalogue of the page’s language, set once around the page. */
export const WordsContext = createContext<Words>(wordsIn('en'));

export function useWords(): Words {
  return useContext(WordsContext);
}

/** Renders the parts of a sentence or a list. */
export function Parts({ children }: { children: Part<ReactNode>[] }): ReactNode {
  return createElement(Fragment, null, ...children);
}
