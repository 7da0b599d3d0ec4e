import { mutations } from './mutations.ts';
import { ProjectCopy } from './project-copy.ts';

// Takes back one fix of the client at a time, on a copy: the matrix has to notice each.
const copy = new ProjectCopy();
try {
  for (const mutation of mutations) {
    const stderr = await copy.brokenBy(mutation);
    const isNoticed = stderr.includes(`${mutation.breaks}: `);
    console.info(`${isNoticed ? 'noticed' : 'MISSED'}  ${mutation.title}`);
    for (const line of stderr.trim().split('\n')) console.info(`  ${line}`);
    if (!isNoticed) process.exitCode = 1;
  }
} finally {
  copy.remove();
}
