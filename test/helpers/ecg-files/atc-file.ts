/** A file of AliveCor (ATC 1.7): `blocks` are its leads by name of the block, samples of 500 nV. */
export function atcFile(blocks: Readonly<Record<string, readonly number[]>>, samplingHz = 300): Buffer {
  const block = (name: string, data: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name, 0, 'latin1');
    head.writeUInt32LE(data.length, 4);
    const whole = Buffer.concat([head, data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(whole.reduce((total, byte) => total + byte, 0));
    return Buffer.concat([whole, sum]);
  };
  const format = Buffer.from([1, samplingHz & 0xff, samplingHz >> 8, 500 & 0xff, 500 >> 8, 2, 0, 0]);
  const info = Buffer.alloc(264);
  info.write('2010-12-08T15:54:23.245+10:00', 0, 'latin1');
  const leads = Object.entries(blocks).map(([name, samples]) =>
    block(name, Buffer.from(Int16Array.from(samples).buffer)),
  );
  const version = Buffer.from([5, 0, 0, 0]);
  return Buffer.concat([Buffer.from('ALIVE\0\0\0'), version, block('info', info), block('fmt ', format), ...leads]);
}
