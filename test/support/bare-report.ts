import type { Report } from '@kyc-china/core/report';

/** A report without results, as a store takes it. */
export const bareReport = {
  reportMetadata: { reportId: 'r', completedAt: '2026-03-01T01:00:00.000Z' },
  decision: { outcome: 'pass', policy: 'standard@1', reasons: [] },
  summary: {},
} as unknown as Report;
