import { XMLParser } from 'fast-xml-parser';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import { decodeXmlText } from './decode-text.ts';
import type { XmlElement } from './element.ts';
import { withoutLongTexts } from './long-texts.ts';

/** An ECG has hundreds to thousands; what has more is no ECG, and its tree would take many times its own size. */
const MOST_TAGS = 200_000;
const DEEPEST = 100;
/** A file of tags and little else is refused, as its tree would be far larger than the file. */
const TAGS_FREE = 5_000;
const LEAST_CHARACTERS_PER_TAG = 12;
const TEXT = '#text';
const ATTRIBUTES = ':@';

/** A node as fast-xml-parser gives it where order is kept: one tag with its children, or a text, and attributes. */
type OrderedNode = Record<string, OrderedNode[] | Record<string, string> | string>;

/**
 * The root of an XML file. Document types are passed over and entities are never expanded but for those of XML itself
 * (`&amp;`, `&#181;`). Throws AppError('damaged') that names the file where it is no well-formed XML or too large a tree.
 */
export function parseXml(bytes: Buffer, fileName: string): XmlElement {
  const text = decodeXmlText(bytes, fileName);
  checkTags(text, fileName);
  const { xml, restore } = withoutLongTexts(withoutDocumentType(text, fileName));
  let nodes: OrderedNode[];
  try {
    nodes = parser().parse(xml, true) as OrderedNode[];
  } catch (error) {
    if (error instanceof AppError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const damaged = `${fileName} is not well-formed XML (${excerpt(why)}). Export or copy it again.`;
    throw new AppError('damaged', damaged, undefined, { cause: error });
  }
  const root = elements(nodes, restore)[0];
  if (root === undefined) throw new AppError('damaged', `${fileName} is XML without a single element.`);
  return root;
}

function parser(): XMLParser {
  return new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    processEntities: false,
    removeNSPrefix: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: DEEPEST,
    jPath: false,
  });
}

function checkTags(text: string, fileName: string): void {
  let tags = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) tags += 1;
  const many = tags > TAGS_FREE && tags * LEAST_CHARACTERS_PER_TAG > text.length;
  if (tags > MOST_TAGS || many) {
    throw new AppError('damaged', `${fileName} has ${tags} tags: it is no XML file of an ECG.`);
  }
}

/** The text with its document type cut out: what it declares is not wanted, be it a rule or an entity. */
function withoutDocumentType(text: string, fileName: string): string {
  const from = afterProlog(text);
  if (!/^<!DOCTYPE/i.test(text.slice(from, from + 9))) return text;
  const bracket = text.indexOf('[', from);
  let end = text.indexOf('>', from);
  if (bracket >= 0 && bracket < end) {
    const close = text.indexOf(']', bracket);
    end = close < 0 ? -1 : text.indexOf('>', close);
  }
  if (end < 0) throw new AppError('damaged', `${fileName} has a document type (DOCTYPE) that does not end.`);
  return text.slice(0, from) + text.slice(end + 1);
}

/** Where the first tag begins that is neither an instruction nor a comment; the length of the text if there is none. */
function afterProlog(text: string): number {
  let at = text.indexOf('<');
  while (at >= 0) {
    const close = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : undefined;
    if (close === undefined) return at;
    const end = text.indexOf(close, at);
    if (end < 0) break;
    at = text.indexOf('<', end);
  }
  return text.length;
}

/** Depth is bounded by the parser. */
function elements(nodes: readonly OrderedNode[], restore: (text: string) => string): XmlElement[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ATTRIBUTES);
    const children = name === undefined || name === TEXT ? undefined : node[name];
    if (name === undefined || !Array.isArray(children)) return [];
    const attributes = node[ATTRIBUTES] ?? {};
    const texts = children.map((child) => child[TEXT]).filter((text) => typeof text === 'string');
    return {
      name,
      attributes: new Map(
        typeof attributes === 'string' || Array.isArray(attributes)
          ? []
          : Object.entries(attributes).map(([key, value]) => [key, decoded(value)]),
      ),
      children: elements(children, restore),
      text: decoded(restore(texts.join(''))).trim(),
    };
  });
}

const NAMED = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** With the entities that every XML file may use; any other stays as it is written. */
function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED.get(name.toLowerCase()) ?? whole;
    const code = typeof decimal === 'string' ? Number.parseInt(decimal, 10) : Number.parseInt(String(hex), 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}
