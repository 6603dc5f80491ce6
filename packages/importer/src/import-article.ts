import type { Article } from '@bodytext/schema/article';
import type { CallToAction } from '@bodytext/schema/call-to-action';
import { draftId } from '@bodytext/schema/document';
import type { Draft } from '@bodytext/schema/draft';
import { referencesIn } from '@bodytext/schema/references-in';
import type { Topic } from '@bodytext/schema/topic';
import type { Mutation, SanityClient } from '@sanity/client';
import type { ArticleText } from './article-text.ts';
import { contentHash } from './content-hash.ts';
import { toProblem } from './lake.ts';
import { type ImportPlan, type ImportRecord, importRecord, planImport, recordId } from './plan-import.ts';
import { existingArticle, findersFor, readStored } from './stored.ts';
import { type ImportedDocuments, toDocuments } from './to-documents.ts';

export type ImportedArticle = {
  outcome: ImportPlan['outcome'];
  /** The article's published id. */
  id: string;
  /** As it is stored, as a draft, or as published if there is no draft. */
  article: Draft<Article>;
  /** The topics that were created as drafts. */
  topics: Draft<Topic>[];
  callToAction: Draft<CallToAction> | undefined;
  /** Sentences about ambiguous parts that the user should check. */
  doubts: string[];
};

/** Stores an article as a draft, with missing topics and its call to action, in one transaction. */
export async function importArticle(
  client: SanityClient,
  text: ArticleText,
  update: boolean,
): Promise<ImportedArticle> {
  try {
    const stored = await readStored(client, text);
    const documents = toDocuments(text, findersFor(stored));
    const existing = existingArticle(stored, documents, update);
    const record = await readRecord(client, existing?.id ?? documents.article._id);
    const source = contentHash(text);
    const plan = planImport(documents, source, existing, record, update);
    const created = documentsToCreate(plan, documents);
    const mutations = [...created.map(createDraft), ...writeArticle(plan, source)];
    if (mutations.length > 0) await client.mutate(mutations, { visibility: 'sync' });
    const topics = documents.topics.filter((topic) => created.includes(topic));
    const callToAction = created.find((document) => document === documents.callToAction) && documents.callToAction;
    const outcome = plan.outcome === 'unchanged' && created.length > 0 ? 'updated' : plan.outcome;
    return { outcome, id: plan.id, article: plan.article, topics, callToAction, doubts: text.doubts };
  } catch (error) {
    throw toProblem(error);
  }
}

async function readRecord(client: SanityClient, articleId: string): Promise<ImportRecord | undefined> {
  return importRecord.safeParse(await client.getDocument(recordId(articleId))).data;
}

/** The new topics and call to action that the article refers to, directly or through a topic's parents. */
function documentsToCreate(
  plan: ImportPlan,
  { topics, callToAction }: ImportedDocuments,
): (Draft<Topic> | Draft<CallToAction>)[] {
  const wanted = new Set(referencesIn(plan.article).map(({ id }) => id));
  const needed = topics.toReversed().filter((topic) => {
    if (!wanted.has(topic._id)) return false;
    if (topic.parent !== undefined) wanted.add(topic.parent._ref ?? '');
    return true;
  });
  const offer = callToAction !== undefined && wanted.has(callToAction._id) ? [callToAction] : [];
  return [...needed.toReversed(), ...offer];
}

/** `createIfNotExists`, because a concurrent import may create the same topic. */
function createDraft(document: { _id: string; _type: string }): Mutation {
  return { createIfNotExists: { ...document, _id: draftId(document._id) } };
}

function writeArticle({ outcome, id, article, replaces }: ImportPlan, source: string): Mutation[] {
  if (outcome === 'unchanged') return [];
  const record = { _id: recordId(id), _type: 'articleImport', source, content: contentHash(article) };
  return [replaces === undefined ? { create: article } : patchTo(article, replaces), { createOrReplace: record }];
}

/** With `ifRevisionID`, so that the lake refuses it if the draft was changed since it was read. */
function patchTo(article: Draft<Article>, { _id, _rev, ...before }: { _id: string; _rev: string }): Mutation {
  const { _id: _, _type, ...set } = article;
  const removed = Object.keys(before).filter((name) => !name.startsWith('_') && !Object.hasOwn(set, name));
  return { patch: { id: _id, ifRevisionID: _rev, set, unset: removed } };
}
