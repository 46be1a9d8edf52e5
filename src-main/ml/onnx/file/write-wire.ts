// The other direction of wire.ts. A message is the bytes of its fields, one after the other.

/** A whole number, signed 64-bit. */
export function intField(field: number, value: number): Buffer {
  return Buffer.concat([varint(BigInt(field * 8)), varint(BigInt.asUintN(64, BigInt(value)))]);
}

/** A number of four bytes. */
export function floatField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint(BigInt(field * 8 + 5)), bytes]);
}

/** A text, a message of these parts, or raw bytes. */
export function bytesField(field: number, value: string | Uint8Array | readonly Uint8Array[]): Buffer {
  const bytes =
    typeof value === 'string' ? Buffer.from(value) : value instanceof Uint8Array ? value : Buffer.concat(value);
  return Buffer.concat([varint(BigInt(field * 8 + 2)), varint(BigInt(bytes.length)), bytes]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
