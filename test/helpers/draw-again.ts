import { createCipheriv, createHmac } from 'node:crypto';

/** Numbers of 32 bits, as docs/protocol.md says: written anew here, with nothing of the program. */
export function drawer(secret: Buffer, name: string): (n: number) => number {
  const key = createHmac('sha256', secret).update(`equipoise stream ${name}`).digest();
  const bytes = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(65_536));
  let at = 0;
  return (n) => {
    for (;;) {
      const value = (bytes.readUInt32BE(4 * at++) ^ 0x80000000) >>> 0;
      if (value < Math.floor(2 ** 32 / n) * n) return value % n;
    }
  };
}

/** Fisher and Yates', from the last item to the second. */
export function shuffle<T>(items: readonly T[], below: (n: number) => number): T[] {
  const list = [...items];
  for (let i = list.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}
