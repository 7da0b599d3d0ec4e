import { describe, expect, it } from '@jest/globals';
import { calledProviders } from '@kyc-china/providers/providers';
import { stackNameOf, stages } from '../../lib/stage-configuration.ts';
import { dashboardOf, type Widget } from '../support/dashboard/body.ts';
import { drawDashboard } from '../support/dashboard/draw.ts';
import { situations } from '../support/dashboard/samples.ts';
import { templateOf } from '../support/synthesized-template.ts';

const overlaps = (a: Widget, b: Widget) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe.each(Object.values(stages))('the dashboard of $name', ({ name, upstream }) => {
  const template = templateOf(stackNameOf(name));
  const widgets = dashboardOf(template);

  it('dashboard says first how it is read, then the state of every alarm', () => {
    const [text, alarms] = widgets.toSorted((a, b) => a.y - b.y || a.x - b.x);
    expect(text).toMatchObject({ kind: 'text', y: 0, text: expect.stringContaining('us or a provider') });
    expect(alarms).toMatchObject({ kind: 'alarms' });
    const names = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties.AlarmName,
    );
    expect(alarms?.alarms.toSorted()).toEqual(names.sort());
  });

  it('dashboard has a box for each provider that is called, beside one for the service, before any graph', () => {
    const boxes = widgets.filter(({ kind }) => kind === 'values');
    expect(boxes.map(({ title }) => title)).toEqual([...calledProviders(upstream), 'us']);
    for (const { title, lines } of boxes.slice(0, -1))
      expect([title, ...lines.map(({ label }) => label)]).toEqual([
        title,
        '% answered',
        'p95, ms',
        'circuit',
      ]);
    const firstGraph = Math.min(...widgets.flatMap(({ kind, y }) => (kind === 'graph' ? [y] : [])));
    for (const { y, height } of boxes) expect(y + height).toBeLessThanOrEqual(firstGraph);
  });

  it('dashboard shows requests, polls, webhooks, open executions and the cost a day, in widgets that do not overlap', () => {
    const titles = widgets.map(({ title }) => title).join('; ');
    for (const part of ['Requests', 'Polls', 'Webhooks', 'Executions open', 'cost a day'])
      expect(titles).toContain(part);
    for (const [index, widget] of widgets.entries()) {
      expect(widget.x + widget.width).toBeLessThanOrEqual(24);
      for (const other of widgets.slice(index + 1)) expect(overlaps(widget, other)).toBe(false);
    }
  });
});

it('drawing of a dashboard shows the alarm of the provider that is down in red, and no other', () => {
  const widgets = dashboardOf(templateOf(stackNameOf('production')));
  const [healthy = '', down = ''] = situations.map((situation) => drawDashboard(widgets, situation));
  const red = (page: string) => [...page.matchAll(/class="red">([^<]*)/g)].map(([, name]) => name);
  expect(red(healthy)).toEqual([]);
  expect(red(down)).toEqual(['KycChina-production provider tencent fails']);
});
