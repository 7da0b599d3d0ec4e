import type { StartDependencies } from '@kyc-china/core/start-verification';
import type { SubCheckTask } from '@kyc-china/core/sub-checks/eligibility';

/** The release before: its catalogue lacks the last sub-check, and its idempotency records lack the newer digest. */
export function olderRelease(dependencies: StartDependencies): StartDependencies {
  const { reports, workflow, idempotency } = dependencies;
  const created = new Set<string>();
  const known = (tasks: readonly SubCheckTask[]) => tasks.slice(0, -1);
  return {
    ...dependencies,
    reports: new Proxy(reports, {
      get: (store, name) => {
        const method = Reflect.get(store, name);
        if (name !== 'create') return method.bind(store);
        const create: typeof store.create = async (report, at) => {
          const creation = await store.create({ ...report, tasks: known(report.tasks) }, at);
          if (creation === 'created') created.add(report.reportId);
          return creation;
        };
        return create;
      },
    }),
    workflow: {
      start: (reportId, tasks) => workflow.start(reportId, created.has(reportId) ? known(tasks) : tasks),
    },
    // It counts nothing.
    usage: { count: async () => undefined, takeBack: async () => undefined },
    idempotency: {
      find: idempotency.find.bind(idempotency),
      forget: idempotency.forget.bind(idempotency),
      remember: (clientId, key, { requestDigest: _unknown, ...record }) =>
        idempotency.remember(clientId, key, record),
    },
  };
}
