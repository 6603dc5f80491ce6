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
import { existingArticle, readStored, surroundingsIn } from './stored.ts';
import { type ImportedDocuments, toDocuments } from './to-documents.ts';

export type ImportedArticle = {
  outcome: ImportPlan['outcome'];
  /** The article's published id. */
  id: string;
  /** As stored now, under the id of its draft, or of the published document where there is no draft. */
  article: Draft<Article>;
  /** The drafts made beside the article's own. */
  topics: Draft<Topic>[];
  callToAction: Draft<CallToAction> | undefined;
  /** What a person should look at, because the text left room for doubt. */
  doubts: string[];
};

/** Stores a plain-text article as a draft, with the topics and the call to action it lacks: all of it, or nothing. */
export async function importArticle(
  client: SanityClient,
  text: ArticleText,
  update: boolean,
): Promise<ImportedArticle> {
  try {
    const stored = await readStored(client, text);
    const documents = toDocuments(text, surroundingsIn(stored));
    const existing = existingArticle(stored, documents, update);
    const record = await readRecord(client, existing?.id ?? documents.article._id);
    const source = contentHash(text);
    const plan = planImport(documents, source, existing, record, update);
    const made = madeFor(plan, documents);
    const mutations = [...made.map(create), ...writeArticle(plan, source)];
    if (mutations.length > 0) await client.mutate(mutations, { visibility: 'sync' });
    const topics = documents.topics.filter((topic) => made.includes(topic));
    const callToAction = made.find((document) => document === documents.callToAction) && documents.callToAction;
    const outcome = plan.outcome === 'unchanged' && made.length > 0 ? 'updated' : plan.outcome;
    return { outcome, id: plan.id, article: plan.article, topics, callToAction, doubts: text.doubts };
  } catch (error) {
    throw toProblem(error);
  }
}

async function readRecord(client: SanityClient, articleId: string): Promise<ImportRecord | undefined> {
  return importRecord.safeParse(await client.getDocument(recordId(articleId))).data;
}

/** The topics and the call to action to make: those that the article still points to, directly or from above. */
function madeFor(
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

/** Another import may make the same topic at the same moment: either one's will do. */
function create(document: { _id: string; _type: string }): Mutation {
  return { createIfNotExists: { ...document, _id: draftId(document._id) } };
}

function writeArticle({ outcome, id, article, replaces }: ImportPlan, source: string): Mutation[] {
  if (outcome === 'unchanged') return [];
  const record = { _id: recordId(id), _type: 'articleImport', source, content: contentHash(article) };
  return [replaces === undefined ? { create: article } : patchTo(article, replaces), { createOrReplace: record }];
}

/** Refused by the lake if somebody wrote the draft since it was read. */
function patchTo(article: Draft<Article>, { _id, _rev, ...before }: { _id: string; _rev: string }): Mutation {
  const { _id: _, _type, ...set } = article;
  const gone = Object.keys(before).filter((name) => !name.startsWith('_') && !Object.hasOwn(set, name));
  return { patch: { id: _id, ifRevisionID: _rev, set, unset: gone } };
}
