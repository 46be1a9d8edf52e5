import { checkProtocolText } from './protocol-text.ts';

/** The title of a protocol that may not be one yet. */
export function titleOf(json: unknown): string {
  const title = typeof json === 'object' && json !== null && 'title' in json ? json.title : undefined;
  return typeof title === 'string' && title.trim() !== '' ? title.trim() : 'Untitled';
}

/** The same protocol.json by the name of a copy; as it is where it has no title to change. */
export function retitled(text: string): string {
  const { json } = checkProtocolText(text);
  if (typeof json !== 'object' || json === null || !('title' in json)) return text;
  return `${JSON.stringify({ ...json, title: `${titleOf(json)} (copy)` }, null, 2)}\n`;
}
