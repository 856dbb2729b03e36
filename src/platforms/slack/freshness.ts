import type { RequestHandler } from 'express';

/** Seconds that a request may be away from now, in the past or in the future: Slack's own recipe. Bolt checks the past only. */
const TOLERANCE = 5 * 60;

/**
 * Refuses, before a byte of the body is read, what cannot be a request of Slack's: a missing, doubled or malformed
 * signature or timestamp, or a timestamp more than five minutes from `now` (milliseconds) on either side.
 */
export function fresh(now: () => number): RequestHandler {
  return (request, response, next) => {
    const stamps = request.headersDistinct['x-slack-request-timestamp'] ?? [];
    const signatures = request.headersDistinct['x-slack-signature'] ?? [];
    const [stamp = ''] = stamps;
    const [signature = ''] = signatures;
    const formed =
      stamps.length === 1 &&
      signatures.length === 1 &&
      /^[1-9]\d{0,11}$/.test(stamp) &&
      /^v0=[0-9a-f]{64}$/.test(signature);
    if (formed && Math.abs(now() / 1000 - Number(stamp)) <= TOLERANCE) return next();
    response.status(401).end();
  };
}
