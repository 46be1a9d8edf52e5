import { readFileSync, readdirSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

/** One import of one file; paths are relative to the root, with forward slashes. */
export interface Import {
  file: string;
  line: number;
  /** As written. */
  specifier: string;
  /** The file of ours that it refers to; undefined for packages. */
  target?: string;
}

const SOURCE_FOLDERS = ['src-shared', 'src-figures', 'src-main', 'src-renderer'];

/** Every static, dynamic and re-exporting import of the TypeScript and Svelte files below the root's source folders. */
export function readImports(root: string): Import[] {
  return SOURCE_FOLDERS.flatMap((folder) => sourceFiles(join(root, folder))).flatMap((path) => {
    const file = relative(root, path).split(sep).join('/');
    return importsOf(file, readFileSync(path, 'utf8'));
  });
}

function sourceFiles(folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourceFiles(path);
    return /\.(ts|mts|cts|svelte)$/.test(entry.name) ? [path] : [];
  });
}

/** The imports of one file's text. Of a Svelte file, those of its script parts, with the file's own line numbers. */
function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, file.endsWith('.svelte') ? scriptsOf(text) : text, ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Expression) => {
    if (!ts.isStringLiteralLike(specifier)) return;
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    const target = specifier.text.startsWith('.') ? posix.join(posix.dirname(file), specifier.text) : undefined;
    found.push({ file, line, specifier: specifier.text, ...(target && { target }) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node, node.moduleSpecifier);
    else if (ts.isCallExpression(node) && isDynamicImport(node) && node.arguments[0]) add(node, node.arguments[0]);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isDynamicImport(node: ts.CallExpression): boolean {
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  return node.expression.kind === ts.SyntaxKind.ImportKeyword || isRequire;
}

/** The text with everything outside its script elements blanked, so that lines keep their numbers. */
function scriptsOf(text: string): string {
  let result = '';
  let end = 0;
  for (const match of text.matchAll(/(<script\b[^>]*>)([\s\S]*?)<\/script>/g)) {
    const start = match.index + (match[1] ?? '').length;
    result += blank(text.slice(end, start)) + (match[2] ?? '');
    end = start + (match[2] ?? '').length;
  }
  return result + blank(text.slice(end));
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ');
