import { createContext, createElement, Fragment, type ReactNode, useContext } from 'react';
import type { Part } from './formats.ts';
import { type Words, wordsIn } from './words.ts';

/** The words of the page’s language. `WordsContext` is set once, around the page. */
export const WordsContext = createContext<Words>(wordsIn('en'));

export function useWords(): Words {
  return useContext(WordsContext);
}

/** Parts of a sentence or a list, in the order that its language gave them. */
export function Parts({ children }: { children: Part<ReactNode>[] }): ReactNode {
  return createElement(Fragment, null, ...children);
}
