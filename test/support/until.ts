/** How often a condition is looked at, in milliseconds. */
const everyMs = 20;

/** Resolves once the condition holds. The test's own time limit ends it otherwise. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, everyMs));
}
