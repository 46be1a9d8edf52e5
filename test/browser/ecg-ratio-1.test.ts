import { describePaper } from './ecg-paper-checks.ts';

describePaper(1);
