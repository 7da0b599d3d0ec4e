import { readFileSync } from 'node:fs';
import path from 'node:path';
import { account, physicalNameOf, refOf, region, wellKnownAttribute } from './physical-names.ts';

/** One resource of the synthesized template, its properties as written: intrinsics unresolved. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

interface Template {
  readonly Resources: Record<
    string,
    { Type: string; Properties?: Record<string, unknown>; Metadata?: Record<string, unknown> }
  >;
  readonly Outputs?: Record<string, { Value: unknown }>;
  readonly Parameters?: Record<string, { Default?: unknown }>;
}

type Intrinsic = (argument: unknown) => unknown;

/**
 * A synthesized stack, read as CloudFormation reads it: resources by type, references resolved when they are
 * asked for. What the embedded cloud cannot resolve is an error only for who needs it.
 */
export class CloudAssembly {
  readonly directory: string;
  readonly stackName: string;
  readonly #template: Template;
  readonly #resources: ReadonlyMap<string, Resource>;
  readonly #provided = new Map<string, string>();

  /**
   * @param directory the cloud assembly, usually `cdk.out`.
   * @param stackName the stack whose template is loaded.
   * @throws Error when the directory holds no such stack.
   */
  constructor(directory: string, stackName: string) {
    this.directory = directory;
    this.stackName = stackName;
    const file = path.join(directory, `${stackName}.template.json`);
    try {
      this.#template = JSON.parse(readFileSync(file, 'utf8')) as Template;
    } catch (error) {
      throw new Error(`${file} cannot be read: is ${stackName} a stack of this app?`, { cause: error });
    }
    this.#resources = new Map(
      Object.entries(this.#template.Resources).map(([logicalId, { Type, Properties, Metadata }]) => [
        logicalId,
        { logicalId, type: Type, properties: Properties ?? {}, metadata: Metadata ?? {} },
      ]),
    );
  }

  /** The resources of these CloudFormation types, in the template's order. */
  resourcesOf(...types: string[]): Resource[] {
    return [...this.#resources.values()].filter(({ type }) => types.includes(type));
  }

  /** The resources that functions of the stack create and delete while CloudFormation deploys it. */
  customResources(): Resource[] {
    return [...this.#resources.values()].filter(
      ({ type }) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource',
    );
  }

  /** @throws Error when the template has no such resource. */
  resource(logicalId: string): Resource {
    const resource = this.#resources.get(logicalId);
    if (!resource) throw new Error(`the template has no resource ${logicalId}`);
    return resource;
  }

  /** The name by which the resource is called where names are used: a table's, a function's, a bucket's. */
  nameOf(resource: Resource): string {
    return physicalNameOf(resource, this.stackName, (value) => this.text(value));
  }

  /** What `Ref` yields for the resource. */
  refOf(resource: Resource): string {
    return this.#provided.get(resource.logicalId) ?? refOf(resource, this.nameOf(resource));
  }

  /** What `Fn::GetAtt` yields. @throws Error for an attribute that the embedded cloud does not know. */
  attributeOf(resource: Resource, attribute: string): string {
    const value =
      this.#provided.get(`${resource.logicalId}.${attribute}`) ??
      wellKnownAttribute(resource, this.nameOf(resource), attribute);
    if (value === undefined)
      throw new Error(
        `the embedded cloud knows no ${attribute} of ${resource.type} (resource ${resource.logicalId})`,
      );
    return value;
  }

  /** Sets what only exists once the cloud runs: `provide('Key', id)` its Ref, `provide('Key.Attribute', x)`. */
  provide(reference: string, value: string): void {
    this.#provided.set(reference, value);
  }

  /** A property's value with every intrinsic resolved. @throws Error naming the one that cannot be. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((entry) => this.resolve(entry));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first && (first[0] === 'Ref' || first[0].startsWith('Fn::'))) {
      const intrinsic = this.#intrinsics[first[0]];
      if (!intrinsic) throw new Error(`the embedded cloud does not resolve ${first[0]}`);
      return intrinsic(first[1]);
    }
    return Object.fromEntries(entries.map(([key, entry]) => [key, this.resolve(entry)]));
  }

  /** Like resolve, for a value that is text. */
  text(value: unknown): string {
    return String(this.resolve(value));
  }

  /** @throws Error when the stack has no such output, or it cannot be resolved. */
  output(name: string): string {
    const output = this.#template.Outputs?.[name];
    if (!output) throw new Error(`the stack ${this.stackName} has no output ${name}`);
    return this.text(output.Value);
  }

  /** The stack's outputs, less those that the embedded cloud cannot resolve. */
  outputs(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.#template.Outputs ?? {}).flatMap(([name, { Value }]) => {
        try {
          return [[name, this.text(Value)]];
        } catch {
          return [];
        }
      }),
    );
  }

  readonly #intrinsics: Record<string, Intrinsic> = {
    Ref: (name) => this.#reference(String(name)),
    'Fn::GetAtt': (target) => {
      const [logicalId = '', ...attribute] = Array.isArray(target)
        ? target.map(String)
        : String(target).split('.');
      return this.attributeOf(this.resource(logicalId), attribute.join('.'));
    },
    'Fn::Join': (argument) => {
      const [separator, parts] = argument as [string, unknown];
      return (this.resolve(parts) as unknown[]).join(separator);
    },
    'Fn::Split': (argument) => {
      const [separator, source] = argument as [string, unknown];
      return this.text(source).split(separator);
    },
    'Fn::Select': (argument) => {
      const [index, list] = argument as [unknown, unknown];
      return (this.resolve(list) as unknown[])[Number(this.resolve(index))];
    },
    // Of another stack of the same assembly; both are read as if they were in one region.
    'Fn::GetStackOutput': (argument) => {
      const { StackName, OutputName } = this.resolve(argument) as { StackName: string; OutputName: string };
      return new CloudAssembly(this.directory, StackName).output(OutputName);
    },
    'Fn::Sub': (argument) => {
      const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
        string,
        Record<string, unknown>,
      ];
      return text.replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
        if (literal) return `\${${name}}`;
        if (Object.hasOwn(variables, name)) return this.text(variables[name]);
        return name.includes('.') ? this.text({ 'Fn::GetAtt': name }) : this.#reference(name);
      });
    },
  };

  readonly #pseudoParameters: Record<string, string> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  };

  #reference(name: string): string {
    if (name === 'AWS::StackName') return this.stackName;
    const pseudo = this.#pseudoParameters[name];
    if (pseudo !== undefined) return pseudo;
    const parameter = this.#template.Parameters?.[name];
    if (parameter?.Default !== undefined) return String(parameter.Default);
    return this.refOf(this.resource(name));
  }
}
