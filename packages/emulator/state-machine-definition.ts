import type { CloudAssembly, Resource } from './cloud-assembly.ts';

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly ItemProcessor?: Definition;
  readonly Iterator?: Definition;
  readonly Branches?: readonly Definition[];
}

/** An Amazon States Language document, as far as the embedded cloud looks into it. */
export interface Definition {
  readonly States: Readonly<Record<string, State>>;
}

/** A task state: its place in the definition and the Lambda function that it calls. */
export interface TaskState {
  readonly stateName: string;
  readonly functionArn: string;
  /** Whether the state runs once for each item of a Map. */
  readonly inMap: boolean;
}

/** The machine's definition, its substitutions made. @throws Error when the template does not hold it. */
export function definitionOf(assembly: CloudAssembly, machine: Resource): Definition {
  const { DefinitionString, Definition: definition, DefinitionSubstitutions } = machine.properties;
  if (DefinitionString === undefined && definition === undefined)
    throw new Error(`${machine.logicalId} has no definition inside the template`);
  const text =
    DefinitionString === undefined
      ? JSON.stringify(assembly.resolve(definition))
      : assembly.text(DefinitionString);
  const substitutions = (assembly.resolve(DefinitionSubstitutions) ?? {}) as Record<string, string>;
  return JSON.parse(
    text.replace(/\$\{(\w+)\}/g, (whole, name: string) => substitutions[name] ?? whole),
  ) as Definition;
}

/** Every task state of the definition, those inside Map and Parallel states included. */
export function taskStatesOf({ States }: Definition, inMap = false): TaskState[] {
  return Object.entries(States).flatMap(([stateName, state]) => {
    const items = state.ItemProcessor ?? state.Iterator;
    return [
      ...(state.Resource === undefined ? [] : [{ stateName, functionArn: state.Resource, inMap }]),
      ...(items ? taskStatesOf(items, true) : []),
      ...(state.Branches ?? []).flatMap((branch) => taskStatesOf(branch, inMap)),
    ];
  });
}
