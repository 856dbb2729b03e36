import { expect, test } from 'vitest';
import { ServiceUrls } from '../../../src/platforms/teams/cloud.js';
import { Connector, isBeforeTheRequest } from '../../../src/platforms/teams/connector.js';
import type { BotCredentials } from '../../../src/platforms/teams/credentials.js';
import { BOT } from '../../support/teams-activities.js';

/** What becomes of a post when the token cannot be had because of this error. */
async function reasonFor(error: unknown): Promise<unknown> {
  const credentials = { token: () => Promise.reject(error) } as unknown as BotCredentials;
  const connector = new Connector(credentials, new ServiceUrls([], true), () => 0);
  return connector.post({ serviceUrl: 'http://127.0.0.1:1/', bot: BOT, conversation: { id: 'c' } }, 'c', {});
}

test.each<[unknown, string]>([
  [new Error('secret=swordfish'), 'Error'],
  [new TypeError('fetch failed', { cause: new Error('secret=swordfish') }), 'Error'],
  [new TypeError('fetch failed', { cause: Object.assign(new Error('swordfish'), { code: 'EAI_AGAIN' }) }), 'EAI_AGAIN'],
  ['swordfish', 'fault'],
])('the reason of a failure is a code or a class, never a text: %#', async (error, reason) => {
  expect(await reasonFor(error)).toEqual({ kind: 'unsent', reason: `no token: ${reason}` });
});

test.each([
  ['ECONNREFUSED', 'unsent'],
  ['EAI_AGAIN', 'unsent'],
  ['EAI_FAIL', 'unsent'],
  ['EADDRNOTAVAIL', 'unsent'],
  ['CERT_HAS_EXPIRED', 'unsent'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unsent'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'unsent'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unsent'],
  ['ECONNRESET', 'lost'],
  ['UND_ERR_SOCKET', 'lost'],
  ['ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED', 'lost'],
  ['CONCERT', 'lost'],
])('a connection that fails with %s leaves the request %s', (code, kind) => {
  expect(isBeforeTheRequest(code) ? 'unsent' : 'lost').toBe(kind);
});
