import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const PIECE = 16 * 1024 * 1024;

/** Which of these texts lie in what a process of this computer may write to in its memory, in UTF-8 or UTF-16. Linux. */
export function foundInMemory(pid: number, texts: readonly string[]): string[] {
  const wanted = texts.flatMap((text) =>
    (['utf8', 'utf16le'] as const).map((encoding) => ({ text, bytes: Buffer.from(text, encoding) })),
  );
  const longest = Math.max(...wanted.map(({ bytes }) => bytes.length));
  const found = new Set<string>();
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const piece = Buffer.alloc(PIECE + longest);
  for (const [from, to] of writable(pid)) {
    for (let at = from; at < to; at += PIECE) {
      const bytes = piece.subarray(0, readAt(memory, piece, at, Math.min(piece.length, to - at)));
      for (const { text, bytes: sought } of wanted) if (bytes.includes(sought)) found.add(text);
    }
  }
  closeSync(memory);
  return [...found];
}

/** From and to, of every part that can be written. */
function writable(pid: number): [from: number, to: number][] {
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  return lines.flatMap((line): [number, number][] => {
    const [, from, to, kind] = /^([0-9a-f]+)-([0-9a-f]+) (rw..) /.exec(line) ?? [];
    return kind === undefined || line.includes('[v') ? [] : [[parseInt(from!, 16), parseInt(to!, 16)]];
  });
}

/** A part may be gone since it was listed. */
function readAt(memory: number, into: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, into, 0, length, at);
  } catch {
    return 0;
  }
}
