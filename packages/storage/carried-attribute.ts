import type { CarriedResult } from '@kyc-china/core/rerun-carried';
import type { TaskSource } from '@kyc-china/core/task-source';

/** A source of a result in JSON: its times are ISO 8601. */
export type StoredSource = Omit<TaskSource, 'askedAt' | 'answeredAt'> & {
  readonly askedAt?: string;
  readonly answeredAt?: string;
};

type StoredResult = Omit<CarriedResult, 'answeredAt' | 'sources'> & {
  readonly answeredAt: string;
  readonly sources: readonly StoredSource[];
};

/** Reads a source from JSON. */
export function readSource({ askedAt, answeredAt, ...source }: StoredSource): TaskSource {
  return {
    ...source,
    ...(askedAt && { askedAt: new Date(askedAt) }),
    ...(answeredAt && { answeredAt: new Date(answeredAt) }),
  };
}

/** Reads the attribute `carried` of a report's row. It is JSON: a map of DynamoDB keeps no order. */
export function readCarried(json: string): CarriedResult[] {
  const stored: StoredResult[] = JSON.parse(json);
  return stored.map(({ answeredAt, sources, ...result }) => ({
    ...result,
    answeredAt: new Date(answeredAt),
    sources: sources.map(readSource),
  }));
}
