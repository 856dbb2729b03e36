import { describe, expect, test } from 'vitest';
import type { TeamsConfig } from '../../../src/config.js';
import { cloudOf } from '../../../src/platforms/teams/cloud.js';
import { BOT_ID, BOT_PASSWORD, TENANT } from '../../support/fake-teams.js';

const config = (more: Partial<TeamsConfig> = {}): TeamsConfig => ({
  botId: BOT_ID,
  botPassword: BOT_PASSWORD,
  botType: 'SingleTenant',
  tenantId: TENANT,
  cloud: undefined,
  local: false,
  ...more,
});

const government: TeamsConfig['cloud'] = {
  openIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  tokenIssuer: 'https://api.botframework.us',
  loginUrl: 'https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us/',
  serviceHosts: ['smba.infra.gov.teams.microsoft.us', '127.0.0.1:9999'],
};

describe("Microsoft's public cloud", () => {
  const { serviceUrls } = cloudOf(config());

  test.each([
    'https://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:443/amer/00000000-0000-0000-0000-000000000000/',
    'https://SMBA.TrafficManager.net/apac/',
    'https://smba.infra.gcc.teams.microsoft.com/teams',
  ])('posts to %s', (address) => {
    expect(serviceUrls.allows(address)).toBe(true);
  });

  test.each([
    'http://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:8443/emea/',
    'https://smba.trafficmanager.net.evil.tld/',
    'https://evil.smba.trafficmanager.net/',
    'https://evil.trafficmanager.net/',
    'https://smba.trafficmanager.net@evil.tld/',
    'https://evil:secret@smba.trafficmanager.net/',
    'https://smba.trafficmanager.net.',
    'https://smba.infra.gov.teams.microsoft.us/',
    'ftp://smba.trafficmanager.net/',
    'http://127.0.0.1:3978/',
    'http://localhost/',
    'http://169.254.169.254/',
    'smba.trafficmanager.net',
    '',
  ])('never to %s', (address) => {
    expect(serviceUrls.allows(address)).toBe(false);
  });

  test('gives tokens for the tenant of the bot, or for the Bot Framework when it serves many', () => {
    expect(cloudOf(config()).loginUrl).toBe(`https://login.microsoftonline.com/${TENANT}`);
    expect(cloudOf(config({ botType: 'MultiTenant' })).loginUrl).toBe(
      'https://login.microsoftonline.com/botframework.com',
    );
    expect(cloudOf(config()).scope).toBe('https://api.botframework.com/.default');
  });
});

describe('another cloud', () => {
  const cloud = cloudOf(config({ cloud: government }));

  test('replaces the public one as a whole', () => {
    expect(cloud.serviceUrls.allows('https://smba.infra.gov.teams.microsoft.us/')).toBe(true);
    expect(cloud.serviceUrls.allows('https://smba.trafficmanager.net/emea/')).toBe(false);
    expect(cloud.loginUrl).toBe('https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us');
    expect(cloud.scope).toBe('https://api.botframework.us/.default');
  });

  test('may be plain http on this machine only, and only on the port it names', () => {
    expect(cloud.serviceUrls.allows('http://127.0.0.1:9999/emea/')).toBe(true);
    expect(cloud.serviceUrls.allows('http://127.0.0.1:9998/emea/')).toBe(false);
    expect(cloud.serviceUrls.allows('http://smba.infra.gov.teams.microsoft.us/')).toBe(false);
  });
});

test("local mode posts to every port of this machine, for Microsoft's local client, and nowhere else", () => {
  const { serviceUrls } = cloudOf(config({ local: true }));
  expect(serviceUrls.allows('http://localhost:56150/_connector')).toBe(true);
  expect(serviceUrls.allows('http://[::1]:56150/_connector')).toBe(true);
  expect(serviceUrls.allows('http://localhost.evil.tld:56150/')).toBe(false);
  expect(serviceUrls.allows('http://192.0.2.1:56150/')).toBe(false);
  expect(serviceUrls.allows('https://smba.trafficmanager.net/emea/')).toBe(false);
});
