/** A text with this many characters is put aside. */
const LONG = 200;
/** Private characters, which stand for nothing in any file, around the number of a text. */
const [OPEN, CLOSE] = ['\ue000', '\ue001'];
const MARK = new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g');

/** An XML text whose long texts, the samples, are put aside, and what puts them back into a text of its elements. */
export interface WithoutLongTexts {
  xml: string;
  restore(text: string): string;
}

/**
 * Puts the long texts between tags aside. The parser gathers texts a character at a time, which for samples takes ten times
 * the time and many times the memory of the file.
 */
export function withoutLongTexts(xml: string): WithoutLongTexts {
  if (xml.includes(OPEN)) return { xml, restore: (text) => text };
  const aside: string[] = [];
  const pieces: string[] = [];
  let kept = 0;
  for (let close = xml.indexOf('>'); close >= 0;) {
    const next = xml.indexOf('<', close);
    if (next < 0) break;
    if (next - close > LONG) {
      pieces.push(xml.slice(kept, close + 1), `${OPEN}${aside.length}${CLOSE}`);
      aside.push(xml.slice(close + 1, next));
      kept = next;
    }
    close = xml.indexOf('>', next);
  }
  pieces.push(xml.slice(kept));
  return { xml: pieces.join(''), restore: (text) => text.replace(MARK, (_, index) => aside[Number(index)] ?? '') };
}
