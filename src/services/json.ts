import { z } from 'zod';

type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Any JSON, as a copy. zod's own `z.json()` tries its seven schemas on each value inside, which was half the cost of a change. */
export const Json = z.unknown().transform((value, context): JsonValue => {
  const copy = copyOf(value);
  if (copy !== undefined) return copy;
  context.addIssue({ code: 'custom', message: 'Invalid input: expected JSON' });
  return z.NEVER;
});

/** Undefined: it is not JSON, or something in it is not. */
function copyOf(value: unknown): JsonValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (Array.isArray(value)) return copyOfArray(value);
  if (typeof value === 'object' && isPlain(value)) return copyOfObject(value as Record<string, unknown>);
  return undefined;
}

function copyOfArray(values: readonly unknown[]): JsonValue[] | undefined {
  const copies: JsonValue[] = [];
  for (const value of values) {
    const copy = copyOf(value);
    if (copy === undefined) return undefined;
    copies.push(copy);
  }
  return copies;
}

function copyOfObject(values: Readonly<Record<string, unknown>>): Record<string, JsonValue> | undefined {
  const copies: Record<string, JsonValue> = {};
  for (const key of Object.keys(values)) {
    // As a key it would change what the object is.
    if (key === '__proto__') continue;
    const copy = copyOf(values[key]);
    if (copy === undefined) return undefined;
    copies[key] = copy;
  }
  return copies;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
