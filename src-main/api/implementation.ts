import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../src-shared/contract/index.ts';
import { whenFree, type Services } from '../services/create-services.ts';
import { toOrpcError } from './errors.ts';

/** The contract's procedures, whose errors cross the boundary as what they are. */
const implementation = implement(contract).use(async ({ next }) => {
  try {
    // Each call stores in one transaction, or answers the same when it is made again; what starts a job stores nothing.
    return await whenFree(() => next());
  } catch (error) {
    throw error instanceof ORPCError ? error : toOrpcError(error);
  }
});

/** What a call stored is stored twice before its caller hears of it. */
export const keeping = ({ keepEvidence }: Pick<Services, 'keepEvidence'>) =>
  implementation.use(async ({ next }) => {
    const result = await next();
    // By itself: the call is over, and made again it might start another job.
    await whenFree(() => keepEvidence());
    return result;
  });
