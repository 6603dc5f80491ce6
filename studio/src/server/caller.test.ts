import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCaller } from './caller.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'studio-caller-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const keepSecret = () =>
  writeFile(join(dataDir, 'secrets.json'), JSON.stringify({ proxySecret: 'secret', siteToken: 'a' }));

/** A request from 192.0.2.1. */
function requestWith(headers: Record<string, string>): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: '192.0.2.1' });
  return Object.assign(new IncomingMessage(socket), { headers });
}

describe('the lake is told where a request comes from', () => {
  it('with the secret of the data folder, as soon as the lake has made it', async () => {
    const caller = createCaller({ dataDir, proxies: 0 });
    expect(caller.headersFor(requestWith({}))).toEqual({});
    await keepSecret();
    expect(caller.headersFor(requestWith({}))).toEqual({ 'x-lake-proxy': 'secret', 'x-forwarded-for': '192.0.2.1' });
  });

  it('whatever the request itself says', async () => {
    const lie = requestWith({ 'x-forwarded-for': '203.0.113.9', 'x-lake-proxy': 'guessed' });
    const caller = createCaller({ dataDir, proxies: 0 });
    expect(caller.headersFor(lie)).toEqual({});
    await keepSecret();
    expect(caller.headersFor(lie)).toEqual({ 'x-lake-proxy': 'secret', 'x-forwarded-for': '192.0.2.1' });
  });

  it('by the proxies before the Studio, as many as there are', async () => {
    await keepSecret();
    const said = (proxies: number) =>
      createCaller({ dataDir, proxies }).headersFor(
        requestWith({ 'x-forwarded-for': 'lie, 203.0.113.9, 198.51.100.1' }),
      );
    expect(said(1)).toMatchObject({ 'x-forwarded-for': '198.51.100.1' });
    expect(said(2)).toMatchObject({ 'x-forwarded-for': '203.0.113.9' });
    expect(said(5)).toMatchObject({ 'x-forwarded-for': '192.0.2.1' });
  });
});
