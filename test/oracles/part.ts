import type { ToolName } from './tools.ts';

/** What a part may use of a run. */
export interface PartContext {
  /** Writes a line of the report, indented below the part. */
  readonly show: (line: string) => void;
  /** What random generators start from. */
  readonly seed: number;
}

/** One judgment by a program that others wrote. */
export interface Part {
  readonly name: string;
  /** What is proved when it passes; what stays unproven when a tool is missing. */
  readonly proves: string;
  /** What the machine has to have. The part installs the rest. */
  readonly tools: readonly ToolName[];
  /**
   * Runs it.
   * @throws Error with all that has to be known about a failure.
   * @throws MissingTool if the machine lacks something that `tools` does not list.
   */
  run(context: PartContext): Promise<void>;
}

/** Something that the machine lacks: the part says nothing about the project. */
export class MissingTool extends Error {}
