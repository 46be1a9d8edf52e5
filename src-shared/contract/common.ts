import { z } from 'zod';
import { SPLITS } from '../ecg.ts';

export const classIndexSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
export const splitSchema = z.enum(SPLITS);
export const pageSchema = z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(1000).default(100) });
export const jobStarted = z.object({ jobId: z.string() });
