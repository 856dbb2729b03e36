import ts from 'typescript';

/** What only main.ts may touch, what only a clock may do, and what a pure function never does. */
export type Kind = 'wall clock' | 'environment' | 'timer' | 'impure';

export interface Find {
  readonly kind: Kind;
  /** The source text that was found, such as `Date.now`. */
  readonly text: string;
  readonly line: number;
}

const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate']);
const IMPURE = new Set(['crypto', 'fetch', 'console', 'process']);
/** Members of Date that read no clock. */
const CLOCKLESS = new Set(['UTC', 'parse']);
const PROCESS_CLOCKS = new Set(['hrtime', 'uptime']);

/**
 * Finds uses in code, not in comments or strings: `Date` in any form that can read the clock (also handed on as a value),
 * `Temporal.Now`, `performance`, `process.hrtime`, `process.env`, and the modules behind them. Types do not count.
 */
export function findForbidden(name: string, source: string): Find[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true);
  const finds: Find[] = [];
  const add = (kind: Kind, node: ts.Node) =>
    finds.push({
      kind,
      text: node.getText(file),
      line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1,
    });

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isImportDeclaration(node)) checkImport(node, add);
    else if (ts.isIdentifier(node) && !isOnlyAName(node)) checkIdentifier(node, add);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return finds;
}

function checkImport(node: ts.ImportDeclaration, add: (kind: Kind, node: ts.Node) => void): void {
  const from = (node.moduleSpecifier as ts.StringLiteral).text.replace(/^node:/, '');
  if (from === 'process') add('environment', node);
  if (from === 'perf_hooks') add('wall clock', node);
  if (from === 'timers' || from === 'timers/promises') add('timer', node);
}

function checkIdentifier(node: ts.Identifier, add: (kind: Kind, node: ts.Node) => void): void {
  const member = memberOf(node);
  const name = node.text;
  if (name === 'Date' && readsClock(node, member)) add('wall clock', usage(node));
  if (name === 'performance') add('wall clock', usage(node));
  if (name === 'Temporal' && (member === undefined || member === 'Now')) add('wall clock', usage(node));
  if (name === 'process' && member !== undefined && PROCESS_CLOCKS.has(member)) add('wall clock', usage(node));
  // `const { env } = process` hands the whole object on, so process alone counts too.
  if (name === 'process' && (member === undefined || member === 'env')) add('environment', usage(node));
  if (TIMERS.has(name)) add('timer', node);
  if (IMPURE.has(name)) add('impure', usage(node));
  if (name === 'Math' && (member === undefined || member === 'random')) add('impure', usage(node));
}

function readsClock(date: ts.Identifier, member: string | undefined): boolean {
  const { parent } = date;
  if (ts.isNewExpression(parent) && parent.expression === date) return (parent.arguments?.length ?? 0) === 0;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) return false;
  return member === undefined || !CLOCKLESS.has(member);
}

/** `now` of `Date.now`, `Date?.now` and `Date['now']`; undefined when the object is used as a whole or computed upon. */
function memberOf(node: ts.Identifier): string | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return parent.name.text;
  if (ts.isElementAccessExpression(parent) && parent.expression === node) {
    return ts.isStringLiteralLike(parent.argumentExpression) ? parent.argumentExpression.text : undefined;
  }
  return undefined;
}

/** `globalThis.process` counts; `order.process`, a key, a binding or an imported name does not. */
function isOnlyAName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return parent.expression.getText() !== 'globalThis';
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return true;
  if (ts.isExportSpecifier(parent)) return false;
  return 'name' in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent);
}

function usage(node: ts.Identifier): ts.Node {
  const { parent } = node;
  const isMember = ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);
  return (isMember && parent.expression === node) || ts.isNewExpression(parent) ? parent : node;
}
