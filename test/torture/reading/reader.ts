import { setTimeout } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { integer, type RandomGenerator } from '../../../src-main/numeric/random.ts';
import { questionOf, type Answer } from '../../../src-shared/questions/index.ts';
import type { TestClient } from '../../api/transports.ts';
import type { HostProcess } from '../../e2e/host-process.ts';
import { answer } from '../../helpers/answer-trial.ts';
import { sayHello, tokenOf } from '../../helpers/enter-host.ts';
import { oneOf } from '../hostile/mutate.ts';
import { READER } from './study-folder.ts';

/** A connection that breaks is that of a host that ends, if it ends within this time. */
const CLOSING_MS = 300;

/** Somebody who reads over the WebSocket, as the page does, and knows what was acknowledged. */
export class TortureReader {
  readonly #random: RandomGenerator;
  readonly #studyId: string;
  /** By trial: what the host has said that it has stored. */
  readonly acknowledged = new Map<string, string>();
  /** By trial: what was sent, which may be stored without the reader's knowing. */
  readonly sent = new Map<string, string>();

  constructor(random: RandomGenerator, studyId: string) {
    this.#random = random;
    this.#studyId = studyId;
  }

  /** Opens the session and answers to its end, with pauses; false if the host was gone before. Throws what it refuses. */
  async read(host: HostProcess): Promise<boolean> {
    try {
      await this.#read(host);
      return true;
    } catch (error) {
      const isGone = await Promise.race([host.ended.then(() => true), setTimeout(CLOSING_MS, false)]);
      if (isGone) return false;
      throw error;
    }
  }

  async #read(host: HostProcess): Promise<void> {
    const { socket } = await sayHello(host.origin, { token: tokenOf(host.address()) });
    const client: TestClient = createORPCClient(new RPCLink({ websocket: socket as unknown as WebSocket }));
    let step = await client.reading.open({ studyId: this.#studyId, reader: READER });
    while (step.trial) {
      const { trialId, question } = step.trial;
      const answers: readonly { id: Answer }[] = questionOf(question).answers;
      const given = answer(step, { answer: oneOf(this.#random, answers).id });
      this.sent.set(trialId, given.answer);
      step = await client.reading.respond(given);
      this.acknowledged.set(trialId, given.answer);
      await setTimeout(integer(this.#random, 0, 8));
    }
    socket.terminate();
  }
}
