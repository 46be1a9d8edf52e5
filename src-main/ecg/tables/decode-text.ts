/**
 * The text of a file that was written by any program: UTF-8 or UTF-16 by its byte order mark, UTF-16 without one by its zero
 * bytes, else UTF-8 or, where it is not valid UTF-8, Latin-1 (which has µ too). The mark is no part of the text.
 */
export function decodeText(bytes: Buffer): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff) return bigEndian(bytes.subarray(2));
  if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.toString('utf8', 3);
  const zeros = zerosAtStart(bytes);
  if (zeros !== undefined) return zeros === 'odd' ? bytes.toString('utf16le') : bigEndian(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function bigEndian(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}

/** Latin text in UTF-16 has a zero in every second byte: in the odd ones if it is little-endian. */
function zerosAtStart(bytes: Buffer): 'odd' | 'even' | undefined {
  const start = bytes.subarray(0, 64);
  const counts = [0, 0];
  start.forEach((byte, i) => {
    if (byte === 0) counts[i % 2] = (counts[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = counts;
  const most = start.length * 0.4;
  if (odd > most && even === 0) return 'odd';
  return even > most && odd === 0 ? 'even' : undefined;
}
