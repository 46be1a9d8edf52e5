const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 8;
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value & 0x8000 ? 0x8005 : 0);
  return value;
});

/** The checksum of a FLAC frame: polynomial x¹⁶ + x¹⁵ + x² + 1, initially 0. */
export function crc16(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = ((value << 8) & 0xffff) ^ (TABLE[(value >> 8) ^ byte] as number);
  return value;
}
