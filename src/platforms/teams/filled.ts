import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Which way the value of an input is written; the client gives it back with the value. */
type Written = 'field' | 'person' | 'yes' | 'choices';

/** More than any form has. */
const MOST_INPUTS = 40;
/** More than any field takes, in UTF-16 units. */
const LONGEST = 10_000;

/** The id of an input: what is sent back says by itself how it is to be read. */
export function idOf(written: Written, name: string): string {
  return `${written}:${name}`;
}

const ID = /^(field|person|yes|choices):([a-z][a-z-]{0,39})$/;
/** A GUID; those of Microsoft's local client are one digit longer. */
const OBJECT_ID = /^[0-9a-f][0-9a-f-]{30,40}$/i;

/** What a form sends back. It comes from the client: it can say no more than could be typed. */
export interface Sent {
  readonly command: string;
  readonly rev?: number;
  readonly filled: Readonly<Record<string, string>>;
  /** Object ids of the people who were picked. */
  readonly picked: readonly string[];
  /** The same for the same contents. */
  readonly digest: string;
}

const Base = z.looseObject({
  /** The command, with what the form is of: `change M12.1`. */
  command: z.string().regex(/^[a-z][a-z-]{0,39}( [a-z0-9.+]{1,150})?$/i),
  rev: z.number().int().nonnegative().optional(),
});
const Value = z.union([z.string().max(LONGEST), z.number().finite().transform(String)]);

/** Undefined: this is no form of Ferry's. `tenant`: the verified one, to which whoever is picked belongs. */
export function readSent(data: Readonly<Record<string, unknown>>, tenant: string): Sent | undefined {
  const base = Base.safeParse(data).data;
  const inputs = Object.entries(data).flatMap(([id, value]) => {
    const [, written, name] = ID.exec(id) ?? [];
    return written === undefined || name === undefined ? [] : [{ written: written as Written, name, value }];
  });
  if (!base || inputs.length > MOST_INPUTS) return undefined;
  const filled: [string, string][] = [];
  const picked: string[] = [];
  for (const { written, name, value } of inputs) {
    // A client may leave an empty input out, or send it as nothing.
    if (value === null || value === undefined) continue;
    const text = Value.safeParse(value).data;
    if (text === undefined) return undefined;
    if (written === 'person' && OBJECT_ID.test(text)) picked.push(text);
    filled.push([name, asTyped(written, text, tenant)]);
  }
  const { command, rev } = base;
  return {
    command,
    ...(rev === undefined ? {} : { rev }),
    filled: Object.fromEntries(filled),
    picked,
    digest: digestOf([command, rev, filled.sort(([one], [other]) => (one < other ? -1 : 1))]),
  };
}

function asTyped(written: Written, text: string, tenant: string): string {
  switch (written) {
    case 'field':
      return text;
    case 'person':
      return OBJECT_ID.test(text) ? `teams:${tenant}/${text.toLowerCase()}` : text;
    case 'yes':
      return text === 'yes' ? text : '';
    case 'choices':
      return text.replaceAll(',', '+');
  }
}

function digestOf(contents: unknown): string {
  return createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 16);
}
