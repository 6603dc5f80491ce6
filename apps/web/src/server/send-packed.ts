import type { IncomingMessage, ServerResponse } from 'node:http';
import { notFoundPath, type PackedAnswer, type PackedAnswers } from '../cache/packed-answers.ts';
import { nowhere } from './request-target.ts';

/** Whoever brings this may be an editor who is shown drafts. */
const previewCookie = /(?:^|;)\s*__prerender_bypass=/;

/** Answers with what is packed, if it is at the address; tells whether it did. */
export function sendPacked(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  response: ServerResponse,
  answers: PackedAnswers,
): boolean {
  const { method, url = '', headers } = request;
  if ((method !== 'GET' && method !== 'HEAD') || previewCookie.test(headers.cookie ?? '')) return false;
  const answer = answers.at(url === nowhere ? notFoundPath : url);
  if (answer !== undefined) sendAnswer(request, response, answer);
  return answer !== undefined;
}

/** Sends an answer, or that the reader has this very one. */
export function sendAnswer(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  response: ServerResponse,
  answer: PackedAnswer,
): void {
  response.setHeader('ETag', answer.etag).setHeader('Vary', 'Accept-Encoding');
  if (answer.status === 200 && isKnown(headers, answer)) {
    response.writeHead(304).end();
    return;
  }
  const gzip = takesGzip(headers['accept-encoding']) ? answer.gzip : undefined;
  const body = gzip ?? answer.body;
  if (gzip) response.setHeader('Content-Encoding', 'gzip');
  response
    .writeHead(answer.status, { ...answer.headers, 'Content-Length': body.byteLength })
    .end(method === 'HEAD' ? undefined : body);
}

/** Whether the reader has this very answer. Who reloads without the browser's cache wants all of it. */
function isKnown(headers: IncomingMessage['headers'], { etag }: PackedAnswer): boolean {
  if (headers['cache-control']?.includes('no-cache')) return false;
  const known = headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known !== undefined && (known.includes(etag) || known.includes('*'));
}

function takesGzip(accepted: string | string[] | undefined): boolean {
  const codings = [accepted ?? []].flat().join(',').toLowerCase().split(',');
  return codings.some((coding) => /^\s*gzip\s*(?:;\s*q\s*=\s*(?:1|0\.\d*[1-9]).*)?$/.test(coding));
}
