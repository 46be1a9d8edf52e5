import { describe, expect, it } from 'vitest';
import { readingContract } from '../../src-shared/contract/reading.ts';
import { answer } from '../helpers/answer-trial.ts';
import { resultsSoFar } from '../helpers/results-so-far.ts';
import { readingFixture } from './reading-fixture.ts';

describe('the name of a reader', () => {
  it('takes a name for the same one whatever its case and spaces', async () => {
    const { client, services, studyId } = await readingFixture();
    const step = await client.reading.open({ studyId, reader: 'Anna  Bé' });
    await client.reading.respond(answer(step));
    for (const reader of ['anna bé', ' ANNA   BÉ ', 'Anna Bé']) {
      const resumed = await client.reading.open({ studyId, reader });
      expect(resumed, reader).toMatchObject({ sessionId: step.sessionId, answered: 1, total: 6 });
    }
    expect((await client.studies.list())[0]?.sessions.map(({ reader }) => reader)).toEqual(['Anna Bé']);
    expect(await resultsSoFar(services, studyId)).toHaveLength(1);
  });

  it.each(['=1+1', '+49', '-Anna', '@anna', ' 	=x', '"Anna', '', 'a'.repeat(61), 'Anna'])(
    'takes no name like %j, which a spreadsheet could take for a formula or nobody could read',
    async (reader) => {
      const { client, services, studyId } = await readingFixture();
      await expect(client.reading.open({ studyId, reader })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      expect(services.studies.list()[0]?.sessions).toEqual([]);
    },
  );

  it('names no reader to another one', async () => {
    const { client, studyId } = await readingFixture();
    await client.reading.open({ studyId, reader: 'Anna' });
    expect(await client.reading.studies()).toEqual([
      {
        ...{ id: studyId, title: 'Fixture study', readBy: 'name', session: null, trials: 6 },
        commitment: expect.any(String) as string,
      },
    ]);
    expect(Object.keys(readingContract).sort()).toEqual(['open', 'respond', 'studies', 'turn', 'undo']);
  });
});
