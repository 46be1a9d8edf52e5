import { describe, expect, it, onTestFinished } from 'vitest';
import { stubRouter } from './stub-router.ts';
import { transports } from './transports.ts';

describe.each(transports)('the contract in the $host host', ({ host, connect }) => {
  async function open() {
    const { router, watchEnded } = stubRouter(host);
    const connected = await connect(router);
    onTestFinished(() => connected.close());
    return { ...connected, watchEnded };
  }

  it('carries values unchanged', async () => {
    const { client } = await open();
    expect(await client.app.info()).toMatchObject({ host, workspace: '/µV' });
  });

  it('carries a whole tracing', async () => {
    const { client } = await open();
    const { samples } = await client.datasets.record({ recordId: 7 });
    expect(samples).toHaveLength(18_000);
    expect(samples.slice(998, 1003)).toEqual([-2, -1, 0, 1, 2]);
  });

  it('carries an error with its code, sentence and details', async () => {
    const { client } = await open();
    await expect(client.jobs.cancel({ jobId: '9' })).rejects.toMatchObject({
      message: 'There is no job 9.',
      data: { code: 'not-found', message: 'There is no job 9.', details: { jobId: '9' } },
    });
  });

  it('refuses what the contract does not allow', async () => {
    const { client } = await open();
    await expect(client.jobs.cancel({ jobId: 9 } as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('answers several calls at once', async () => {
    const { client } = await open();
    const records = await Promise.all([1, 2, 3].map((recordId) => client.datasets.record({ recordId })));
    expect(records.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it('streams progress, and stops the stream when the window has seen enough', async () => {
    const { client, watchEnded } = await open();
    const seen: number[] = [];
    for await (const jobs of await client.jobs.watch()) {
      seen.push(jobs[0]?.done ?? -1);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual([0, 1]);
    await watchEnded;
  });

  it('ends the calls of a window that goes away', async () => {
    const { client, disconnect, watchEnded } = await open();
    const stream = await client.jobs.watch();
    await stream.next();
    disconnect();
    await watchEnded;
  });
});
