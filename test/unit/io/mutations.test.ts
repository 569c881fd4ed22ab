import { expect, test } from 'vitest';
import { runCampaign } from '../../mutations/campaign.ts';

/** A longer run: `node --import tsx test/mutations/campaign.ts 20000`. */
const ATTEMPTS = 400;

test(
  'files with faults in them are refused by whole errors or read whole: no hang, no fewer rows in silence, the project stays',
  async () => {
    const { attempts, refused, findings } = await runCampaign({ perFormat: ATTEMPTS, seed: 1, formats: [] });
    expect(findings).toEqual([]);
    expect(attempts).toBe(refused.size * ATTEMPTS);
    expect(refused.size).toBeGreaterThan(15);
  },
  5 * 60_000,
);
