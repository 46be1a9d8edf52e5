import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openDb } from '../src-main/db/open.ts';
import type { WritableDB } from '../src-main/db/sqlite/connection.ts';
import { SessionService } from '../src-main/services/studies/session-service.ts';
import { answer } from '../test/helpers/answer-trial.ts';
import { LEAST_LOOK_MS } from './reading-page.ts';

export interface CommitTimes {
  /** The transaction that stores an answer and notes the next trial as shown, its commit included, ms. */
  commit: number[];
  /** From the answer's arrival to the next trial, ms. */
  respond: number[];
  /** A page of 4 KiB that is written and synchronised to the same disk: what no database can do without, ms. */
  disk: number[];
}

/** Answers a whole study through the service that a host answers with, in this process, on the workspace's own file. */
export async function timeCommits(workspace: string, studyId: string): Promise<CommitTimes> {
  const times: CommitTimes = { commit: [], respond: [], disk: timeDisk(join(workspace, 'disk'), 200) };
  const db = openDb(join(workspace, 'workspace.sqlite'));
  try {
    const service = new SessionService({ db, version: '0.0.0' });
    let step = await service.open(studyId, 'Dr Commit');
    const transactions: number[] = [];
    timeTransactions(db, transactions);
    while (step.trial) {
      // The next pair is made meanwhile.
      await setTimeout(LEAST_LOOK_MS);
      const response = answer(step);
      transactions.length = 0;
      const begun = performance.now();
      step = service.respond(response);
      times.respond.push(performance.now() - begun);
      times.commit.push(transactions[0] ?? NaN);
    }
  } finally {
    db.close();
  }
  return times;
}

/** Notes how long each immediate transaction takes from its BEGIN until it is durable. */
function timeTransactions(db: WritableDB, took: number[]): void {
  const original = db.transaction.bind(db);
  db.transaction = ((run: (...given: never[]) => unknown) => {
    const made = original(run);
    const immediate = (...given: never[]): unknown => {
      // Those within another one only set a savepoint.
      const isOutermost = !db.inTransaction;
      const begun = performance.now();
      const result = made.immediate(...given);
      if (isOutermost) took.push(performance.now() - begun);
      return result;
    };
    return Object.assign((...given: never[]) => made(...given), { immediate });
  }) as WritableDB['transaction'];
}

function timeDisk(path: string, rounds: number): number[] {
  const file = openSync(path, 'w');
  const page = Buffer.alloc(4096, 1);
  try {
    return Array.from({ length: rounds }, () => {
      const begun = performance.now();
      writeSync(file, page);
      fdatasyncSync(file);
      return performance.now() - begun;
    });
  } finally {
    closeSync(file);
  }
}
