import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');
/** What stands on something to click, wherever the code writes it out. */
const labels = ['messages', 'commands'].flatMap((folder) => labelsIn(folder));

describe('what stands on a button or a link', () => {
  it('comes from the part of the catalogue that is held short', () => {
    const strange = labels.filter(({ keys }) => keys.length === 0 || keys.some((key) => !key.startsWith('button.')));
    expect(strange.map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
  });

  it('is found by this test', () => {
    const keys = new Set(labels.flatMap((label) => label.keys));
    expect([...keys]).toEqual(expect.arrayContaining(['button.accept', 'button.card', 'button.form', 'button.send']));
    expect(keys.size).toBeGreaterThan(50);
  });
});

interface Label {
  readonly where: string;
  readonly text: string;
  /** The keys that it can be said with; none: it cannot be told from here. */
  readonly keys: readonly string[];
}

function labelsIn(folder: string): Label[] {
  const names = readdirSync(join(SRC, folder)).filter((name) => name.endsWith('.ts'));
  return names.flatMap((name) => {
    const text = readFileSync(join(SRC, folder, name), 'utf8');
    const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
    const found: Label[] = [];
    const visit = (node: ts.Node): void => {
      const label = ts.isObjectLiteralExpression(node) ? labelOf(node) : undefined;
      // The title of a form is short by its own rule.
      if (label && label.getText() !== 'form.title') {
        found.push({ where: `${folder}/${name}`, text: label.getText(), keys: keysOf(label) });
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  });
}

/** Of a button or a link its label, of a form what stands on the button that sends it. */
function labelOf(object: ts.ObjectLiteralExpression): ts.Expression | undefined {
  const values = new Map(
    object.properties.flatMap((property): [string, ts.Expression][] => {
      if (ts.isPropertyAssignment(property)) return [[property.name.getText(), property.initializer]];
      return ts.isShorthandPropertyAssignment(property) ? [[property.name.text, property.name]] : [];
    }),
  );
  return values.has('run') || values.has('url') ? values.get('label') : values.get('submit');
}

/** The keys of `words.say(…)`, also by way of a constant of the same function, and of either side of a choice. */
function keysOf(node: ts.Expression): string[] {
  if (ts.isIdentifier(node)) {
    const value = constant(node);
    return value ? keysOf(value) : [];
  }
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'words.say') return [];
  return node.arguments[0] ? textsOf(node.arguments[0]) : [];
}

function textsOf(key: ts.Expression): string[] {
  if (ts.isConditionalExpression(key)) return [key.whenTrue, key.whenFalse].flatMap(textsOf);
  if (ts.isStringLiteralLike(key)) return [key.text];
  return ts.isTemplateExpression(key) ? [key.head.text] : [];
}

function constant(name: ts.Identifier): ts.Expression | undefined {
  let body: ts.Node = name;
  while (!ts.isFunctionLike(body) && body.parent) body = body.parent;
  let value: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name.text) value ??= node.initializer;
    ts.forEachChild(node, visit);
  };
  visit(body);
  return value;
}
