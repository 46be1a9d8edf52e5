import type { Client } from '../../../state/client.ts';

export type WholeExample = Awaited<ReturnType<Client['attacks']['example']>>;

/** An example with all samples of both tracings, of which a long one arrives in pieces. */
export async function wholeExample(client: Client, exampleId: number): Promise<WholeExample> {
  const first = await client.attacks.example({ exampleId });
  let { original, adversarial } = first;
  while (original.length < first.sampleCount) {
    const piece = await client.attacks.example({ exampleId, fromSample: original.length });
    if (piece.original.length === 0) break;
    original = original.concat(piece.original);
    adversarial = adversarial.concat(piece.adversarial);
  }
  return { ...first, original, adversarial };
}
