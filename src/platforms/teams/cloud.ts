import type { TeamsConfig } from '../../config.js';

/** Where tokens come from and go to. */
export interface Cloud {
  /** Keys for the tokens of incoming requests. */
  readonly openIdMetadataUrl: string;
  readonly tokenIssuer: string;
  /** Without `/oauth2/v2.0/token`. */
  readonly loginUrl: string;
  readonly scope: string;
  readonly serviceUrls: ServiceUrls;
}

/** https://microsoft.github.io/teams-sdk, "Service URL Validation", public cloud; read 2026-11. */
const PUBLIC_SERVICE_HOSTS = [
  'smba.trafficmanager.net',
  'smba.onyx.prod.teams.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
];

export function cloudOf(config: TeamsConfig): Cloud {
  const { cloud, local } = config;
  if (cloud) {
    return {
      openIdMetadataUrl: cloud.openIdMetadataUrl,
      tokenIssuer: cloud.tokenIssuer,
      loginUrl: cloud.loginUrl.replace(/\/+$/, ''),
      // In every Microsoft cloud the service that signs the bot's incoming tokens is the audience of its outgoing ones.
      scope: `${cloud.tokenIssuer.replace(/\/+$/, '')}/.default`,
      serviceUrls: new ServiceUrls(cloud.serviceHosts, local),
    };
  }
  return {
    openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    tokenIssuer: 'https://api.botframework.com',
    loginUrl: `https://login.microsoftonline.com/${config.botType === 'MultiTenant' ? 'botframework.com' : config.tenantId}`,
    scope: 'https://api.botframework.com/.default',
    serviceUrls: new ServiceUrls(PUBLIC_SERVICE_HOSTS, local),
  };
}

/**
 * Where Ferry posts to. The address comes with each activity and the bot's token goes there, so it is held against a list
 * each time, also when it comes back from the store.
 */
export class ServiceUrls {
  readonly #hosts: ReadonlySet<string>;
  readonly #local: boolean;

  /** `hosts`: each `host` or `host:port`. `local`: any port of this machine instead, for Microsoft's local client. */
  constructor(hosts: readonly string[], local: boolean) {
    this.#hosts = new Set(hosts.map((host) => host.toLowerCase()));
    this.#local = local;
  }

  allows(address: string): boolean {
    if (!URL.canParse(address)) return false;
    const url = new URL(address);
    // `https://smba.trafficmanager.net@evil.tld/` has another host, but nobody honest writes such an address.
    if (url.username || url.password) return false;
    const loopback = isLoopback(url.hostname);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) return false;
    return this.#local ? loopback : this.#hosts.has(url.host);
  }
}

/** Whether this names the machine itself. `hostname`: as `URL` gives it, so `[::1]`, and IPv4 in its four decimal numbers. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
