import type { Line, Widget } from './body.ts';
import type { Series, Situation } from './samples.ts';

/** A cell of the grid, in pixels. */
const [cellWidth, cellHeight] = [60, 46];
const colors = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f'];

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const shown = (value: number | undefined) =>
  value === undefined ? '--' : value >= 1000 ? `${(value / 1000).toFixed(1)}k` : String(Math.round(value));

function path(series: Series, most: number, width: number, height: number): string {
  const step = width / Math.max(1, series.length - 1);
  const at = (value: number) => height - (value / most) * height;
  return series
    .map((value, index) =>
      value === undefined
        ? ''
        : `${index === 0 ? 'M' : 'L'}${(index * step).toFixed(1)} ${at(value).toFixed(1)}`,
    )
    .join('');
}

function drawSeries(all: readonly Series[], width: number, height: number): string {
  const most = Math.max(1, ...all.flat().map((value) => value ?? 0)) * 1.1;
  const paths = all.map(
    (series, index) =>
      `<path d="${path(series, most, width, height)}" fill="none" stroke="${colors[index % colors.length]}" stroke-width="1.5"/>`,
  );
  return `<svg width="${width}" height="${height}">${paths.join('')}</svg>`;
}

function drawGraph(widget: Widget, situation: Situation): string {
  const series = widget.lines.map((line) => situation.seriesOf(widget, line));
  const most = Math.max(...series.flat().map((value) => value ?? 0));
  const legend = widget.lines.map(
    ({ label }, index) =>
      `<span><i style="background:${colors[index % colors.length]}"></i>${escaped(label)}</span>`,
  );
  const [width, height] = [widget.width * cellWidth - 60, widget.height * cellHeight - 104];
  return `<div class="axis">${shown(most)}</div>${drawSeries(series, width, height)}<div class="legend">${legend.join('')}</div>`;
}

function drawValues(widget: Widget, situation: Situation): string {
  const width = Math.floor((widget.width * cellWidth - 30) / widget.lines.length);
  const draw = (line: Line) => {
    const series = situation.seriesOf(widget, line);
    return `<div style="width:${width}px"><b>${shown(series.at(-1))}</b><br>${escaped(line.label)}<br>${drawSeries([series], width - 16, 40)}</div>`;
  };
  return `<div class="values">${widget.lines.map(draw).join('')}</div>`;
}

function drawAlarms({ alarms }: Widget, situation: Situation): string {
  return alarms
    .map((name) => `<span class="${situation.isRed(name) ? 'red' : 'green'}">${escaped(name)}</span>`)
    .join('');
}

function drawText({ text }: Widget): string {
  const bold = escaped(text).replaceAll(/\*\*(.+?)\*\*/g, '<b>$1</b>');
  return `<p>${bold.replaceAll(/`(.+?)`/g, '<code>$1</code>')}</p>`;
}

const draws: Readonly<Record<Widget['kind'], (widget: Widget, situation: Situation) => string>> = {
  text: drawText,
  alarms: drawAlarms,
  graph: drawGraph,
  values: drawValues,
};

const style = `body{margin:0;font:13px sans-serif;background:#f2f3f3}
section{position:absolute;box-sizing:border-box;padding:8px;background:#fff;border:1px solid #d5dbdb;overflow:hidden}
h2{margin:0 0 6px;font-size:14px} .axis{color:#687078;font-size:11px} p{margin:4px;line-height:1.5}
.legend span{margin-right:10px;font-size:11px} .legend i{display:inline-block;width:9px;height:9px;margin-right:3px}
.values{display:flex} .values b{font-size:30px;font-weight:400} svg{display:block}
.red,.green{display:inline-block;margin:2px;padding:4px 8px;color:#fff} .red{background:#d13212} .green{background:#1d8102}`;

/** Draws a dashboard in a situation. @returns a page of HTML. */
export function drawDashboard(widgets: readonly Widget[], situation: Situation): string {
  const sections = widgets.map((widget) => {
    const { x, y, width, height, kind, title } = widget;
    const box = `left:${x * cellWidth}px;top:${y * cellHeight}px;width:${width * cellWidth}px;height:${height * cellHeight}px`;
    const heading = title ? `<h2>${escaped(title)}</h2>` : '';
    return `<section style="${box}">${heading}${draws[kind](widget, situation)}</section>`;
  });
  return `<!doctype html><meta charset="utf-8"><title>${situation.name}</title><style>${style}</style>${sections.join('\n')}`;
}
