import type { RandomGenerator } from '../../numeric/random.ts';

/**
 * An id that says nothing without the secret whose stream it comes from, and can be made again with it: a UUID of
 * version 4 (RFC 9562), its 128 bits four numbers of the stream, the first one first.
 */
export function secretId(random: RandomGenerator): string {
  const bytes = Buffer.alloc(16);
  for (let word = 0; word < 4; word++) bytes.writeInt32BE(random.next(), 4 * word);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
