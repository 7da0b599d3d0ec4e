/** A handler's environment: the names of its variables, each a string. */
export type EnvironmentOf<Names extends readonly string[]> = Readonly<Record<Names[number], string>>;

/**
 * Reads the variables that a handler names in its environment.ts. The infrastructure is typed by the same
 * names, so a missing one is a compile error there, and a clear error here.
 * @throws Error naming the variables that are not set.
 */
export function readEnvironment<const Names extends readonly string[]>(names: Names): EnvironmentOf<Names> {
  const missing = names.filter((name) => process.env[name] === undefined);
  if (missing.length > 0) throw new Error(`environment variables not set: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as EnvironmentOf<Names>;
}
