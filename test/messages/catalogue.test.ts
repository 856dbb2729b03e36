import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import en from '../../src/messages/locales/en.json' with { type: 'json' };

const texts = new Map<string, string>(Object.entries(en));
const all = sources();
const refusals = refusalsIn(all);

describe('the catalogue', () => {
  it('has no text that nothing says', () => {
    const { whole, templates } = textsIn(all);
    const prefixes = templates.filter(({ head }) => /^[a-z]+\.([a-z-]+[.-])?$/.test(head));
    const said = (key: string) =>
      whole.has(key) || prefixes.some(({ head, tail }) => key.startsWith(head) && key.endsWith(tail));
    expect([...texts.keys()].filter((key) => !said(key))).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each([...texts.keys()].filter((key) => key.startsWith('refusal.')))('%s is thrown somewhere', (key) => {
    const code = key.slice('refusal.'.length);
    const needed = placeholdersOf(texts.get(key) ?? '');
    const sites = refusals.filter((one) => one.code === code);
    // A code without a place of its own is thrown where the code is computed: one of those must bring its values.
    const bringing = sites.length > 0 ? sites : refusals.filter((one) => one.code === undefined);
    expect(bringing.some((one) => needed.every((name) => one.values.includes(name)))).toBe(true);
  });

  it('brings every value that its text needs, wherever it is thrown', () => {
    const short = refusals.flatMap(({ where, code, values }) =>
      code === undefined
        ? []
        : placeholdersOf(texts.get(`refusal.${code}`) ?? '')
            .filter((name) => !values.includes(name))
            .map((name) => `${where}: ${code} without ${name}`),
    );
    expect(short).toEqual([]);
  });

  it('brings no value that its text never shows', () => {
    const unused = refusals.flatMap(({ where, code, values }) => {
      const shown = placeholdersOf(texts.get(`refusal.${code}`) ?? '');
      return code === undefined
        ? []
        : values.filter((name) => !shown.includes(name)).map((name) => `${where}: ${code} ${name}`);
    });
    expect(unused).toEqual([]);
  });
});

type Ast = ReturnType<IntlMessageFormat['getAst']>;

/** Names of the values that a text of the catalogue needs; throws when it is not ICU. */
function placeholdersOf(text: string): string[] {
  const names = new Set<string>();
  const visit = (elements: Ast): void => {
    for (const element of elements) {
      // Literals (0) and the `#` of a plural (7) name nothing.
      if (element.type !== 0 && element.type !== 7) names.add(element.value);
      if ('options' in element) for (const option of Object.values(element.options)) visit(option.value);
    }
  };
  visit(new IntlMessageFormat(text, 'en-GB', undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}

interface Source {
  readonly name: string;
  readonly file: ts.SourceFile;
}

/** Every TypeScript file of src, parsed. */
function sources(): Source[] {
  const src = join(import.meta.dirname, '../../src');
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .sort()
    .map((name) => ({
      name,
      file: ts.createSourceFile(name, readFileSync(join(src, name), 'utf8'), ts.ScriptTarget.ES2022, true),
    }));
}

/** Texts that the code holds: whole ones, and of templates what stands before and after the first hole. */
function textsIn(all: readonly Source[]): { whole: Set<string>; templates: { head: string; tail: string }[] } {
  const whole = new Set<string>();
  const templates: { head: string; tail: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) whole.add(node.text);
    if (ts.isTemplateExpression(node)) {
      templates.push({ head: node.head.text, tail: node.templateSpans.at(-1)?.literal.text ?? '' });
    }
    ts.forEachChild(node, visit);
  };
  for (const { file } of all) visit(file);
  return { whole, templates };
}

/** One place that refuses. */
interface Refusing {
  readonly where: string;
  /** Undefined: computed there. */
  readonly code: string | undefined;
  /** Names of the values that it hands on. */
  readonly values: readonly string[];
}

function refusalsIn(all: readonly Source[]): Refusing[] {
  const found: Refusing[] = [];
  for (const { name, file } of all) {
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && node.expression.getText() === 'UserError') {
        const [code, values] = node.arguments ?? [];
        const literal = code && ts.isStringLiteralLike(code) ? code.text : undefined;
        found.push({ where: name, code: literal, values: values ? keysOf(values) : [] });
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

/** Keys of an object that is written out, also by way of a constant of the same function. */
function keysOf(node: ts.Expression): string[] {
  if (ts.isIdentifier(node)) return keysOf(constant(node));
  if (!ts.isObjectLiteralExpression(node)) throw new Error(`cannot read the values ${node.getText()}`);
  return node.properties.flatMap((property) =>
    ts.isSpreadAssignment(property) ? keysOf(property.expression) : [property.name?.getText() ?? ''],
  );
}

function constant(name: ts.Identifier): ts.Expression {
  let body: ts.Node = name;
  while (!ts.isFunctionLike(body)) body = body.parent;
  let value: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name.text) value ??= node.initializer;
    ts.forEachChild(node, visit);
  };
  visit(body);
  if (!value) throw new Error(`${name.text} is no constant of its function`);
  return value;
}
