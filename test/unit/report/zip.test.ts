import { text as read } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import yauzl from 'yauzl';
import { zipFiles } from '../../../src-main/report/pack/zip.ts';

it('a zip holds long texts whole, whatever their characters are, and is the same each time', async () => {
  // Pairs of code units at even and at odd places, so that some lie across every place at which a text is divided.
  const texts = ['𝛿'.repeat(200_000), `x${'𝛿'.repeat(200_000)}`, 'é\n'.repeat(90_000), ''];
  const files = [
    ...texts.map((text, index) => ({ path: `tables/${index}.csv`, text })),
    { path: 'figures/f.pdf', parts: [Buffer.from('%PDF '.repeat(40_000)), Buffer.from('%PDF '.repeat(20_000))] },
  ];
  const at = new Date('2026-01-02T03:04:06.000Z');
  const bytes = await zipFiles(files, at);
  expect((await zipFiles(files, at)).equals(bytes)).toBe(true);
  const zip = await yauzl.fromBufferPromise(bytes);
  const found: string[] = [];
  for await (const entry of zip.eachEntry()) found.push(await read(await zip.openReadStreamPromise(entry)));
  expect(found).toEqual([...texts, '%PDF '.repeat(60_000)]);
});
