import { decodeXmlText } from './decode-text.ts';

/** The name of the first element of what may be the start of an XML file, without its prefix; undefined if it is none. */
export function rootName(start: Buffer): string | undefined {
  // Cheap for what is no XML: its first character that is no blank is a bracket, whatever its encoding.
  const first = start.find((byte) => byte > 0x20 && byte < 0x80);
  if (first !== 0x3c) return undefined;
  let text: string;
  try {
    text = decodeXmlText(start, 'it');
  } catch {
    // An encoding that is not known is told when the file is opened.
    text = start.toString('latin1');
  }
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const name = /^<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]/.exec(text.slice(at, at + 200))?.[1];
    if (name !== undefined) return name;
    if (text.startsWith('<!--', at)) {
      at = text.indexOf('-->', at);
      if (at < 0) return undefined;
    }
  }
  return undefined;
}
