import type { Template } from 'aws-cdk-lib/assertions';

/** A line, or a value, of a widget: what is drawn of it. */
export interface Line {
  readonly label: string;
  /** The metric's name, or the text of an expression. */
  readonly source: string;
}

/** A widget of a dashboard, in the units of its grid of 24 columns. */
export interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly kind: 'text' | 'alarms' | 'graph' | 'values';
  readonly title: string;
  /** Of a text: its Markdown. */
  readonly text: string;
  /** Of alarms: their names. */
  readonly alarms: readonly string[];
  readonly lines: readonly Line[];
}

type Json = Readonly<Record<string, unknown>>;

/** The text of a template's value, with a logical id for each reference to a resource. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = ['', '']] = Object.entries(value as Json);
  if (name === 'Fn::Join') return (argument as [string, unknown[]])[1].map(textOf).join('');
  return name === 'Ref' ? String(argument) : String((argument as unknown[])[0]);
}

type Row = readonly unknown[];

const isVisible = (row: Row) => (row.at(-1) as { visible?: boolean } | undefined)?.visible !== false;

function lineOf(row: Row): Line {
  const options = row.at(-1);
  const { label, expression } = (typeof options === 'object' ? options : {}) as Record<string, string>;
  const metric = String(row[1] ?? '');
  // Without a label, CloudWatch shows the metric's name and the dimensions that tell the lines apart.
  const own = row.slice(3).filter((_part, index) => index % 2 === 0);
  const plain = [...own.filter((part) => typeof part === 'string'), metric].join(' ');
  return { label: label || (expression ? 'each' : plain), source: expression ?? metric };
}

/** Reads the dashboard of a stack's template. */
export function dashboardOf(template: Template): readonly Widget[] {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const alarms = template.findResources('AWS::CloudWatch::Alarm');
  const { widgets } = JSON.parse(textOf(dashboard?.Properties.DashboardBody));
  return widgets.map(({ type, x, y, width, height, properties }: Json & { properties: Json }): Widget => {
    const rows = ((properties.metrics ?? []) as Row[]).filter(isVisible);
    const kind = type === 'metric' ? (properties.view === 'singleValue' ? 'values' : 'graph') : type;
    return {
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
      kind: kind === 'alarm' ? 'alarms' : (kind as Widget['kind']),
      title: String(properties.title ?? ''),
      text: String(properties.markdown ?? ''),
      alarms: ((properties.alarms ?? []) as string[]).map((id) => alarms[id]?.Properties.AlarmName),
      lines: rows.map(lineOf),
    };
  });
}
