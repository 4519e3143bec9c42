import type { Client } from '@opensearch-project/opensearch';
import { parseTime } from '../compile/time-range.ts';
import type { TemplateFields } from '../fields.ts';
import { gridWidth } from '../layout.ts';
import type { Dashboard } from '../model.ts';
import { escapeHtml } from './format.ts';
import { panelHtml } from './panel-html.ts';
import { searchPanels } from './search-panels.ts';

export interface PreviewOptions {
  readonly fields: TemplateFields;
  readonly now: Date;
  /** `now-7d` or ISO 8601. @defaultvalue the dashboard's */
  readonly from?: string;
}

const columnPixels = 30;
const rowPixels = 20;
const gap = 8;
const frameHead = 30;

/**
 * One HTML page, complete in itself and without scripts, that shows the dashboard's panels as OpenSearch answers them.
 * @throws Error when OpenSearch cannot be asked, or the time is none
 */
export async function previewHtml(client: Client, dashboard: Dashboard, options: PreviewOptions): Promise<string> {
  const toMs = options.now.getTime();
  const from = options.from ?? dashboard.timeFrom;
  const range = { fromMs: parseTime(from, toMs), toMs };
  const found = await searchPanels(client, dashboard, { range, fields: options.fields });
  const panels = await Promise.all(
    [...found].map(async ([{ panel, x, y, w, h }, result]) => {
      const box = {
        left: x * columnPixels,
        top: y * rowPixels,
        width: w * columnPixels - gap,
        height: h * rowPixels - gap,
      };
      const size = { width: box.width - 18, height: box.height - frameHead - 8 };
      const inner = await panelHtml(dashboard, panel, result, size, options.fields);
      const style = Object.entries(box).map(([name, pixels]) => `${name}:${pixels}px`);
      const title = panel.kind === 'markdown' || panel.kind === 'controls' ? '' : `<h2>${escapeHtml(panel.title)}</h2>`;
      return `<section style="${style.join(';')}">${title}${inner}</section>`;
    }),
  );
  const height = Math.max(...[...found.keys()].map(({ y, h }) => (y + h) * rowPixels));
  const times = [range.fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 16).replace('T', ' '));
  const span = `${times.join(' to ')} UTC`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(dashboard.title)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escapeHtml(dashboard.title)}</h1><p>${escapeHtml(span)}</p></header>
<main style="width:${gridWidth * columnPixels}px;height:${height}px">
${panels.join('\n')}
</main>
</body>
</html>
`;
}

const style = `
:root{color-scheme:light}
body{margin:0;padding:12px 16px;background:#f5f7fa;color:#1a1c21;font:13px/1.4 Inter,system-ui,"Liberation Sans",sans-serif}
header{display:flex;gap:16px;align-items:baseline;margin:0 0 8px}
header h1{font-size:20px;margin:0}header p{margin:0;color:#69707d}
main{position:relative}
section{position:absolute;background:#fff;border:1px solid #d3dae6;border-radius:4px;overflow:hidden;box-sizing:border-box;padding:4px 8px}
h2{font-size:13px;font-weight:600;margin:2px 0 4px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
svg{display:block}
table{border-collapse:collapse;width:100%;font-size:12px}
th{text-align:left;color:#69707d;font-weight:600;border-bottom:1px solid #d3dae6;padding:2px 6px;vertical-align:bottom}
td{border-bottom:1px solid #eef1f6;padding:2px 6px;max-width:260px;overflow:hidden;text-overflow:ellipsis}
th.number,td.number{text-align:right}td.number{font-variant-numeric:tabular-nums}
.metrics{display:flex;flex-wrap:wrap;justify-content:space-evenly;align-items:center;height:80%}
.metric{display:flex;flex-direction:column;align-items:center;padding:0 10px}
.metric b{font-size:30px;line-height:1.1;font-weight:600}.metric span{color:#69707d}
.bad b{color:#bd271e}.good b{color:#017d73}
.tags{display:flex;flex-wrap:wrap;gap:4px 12px;justify-content:center;align-items:center;height:88%;color:#00508f;overflow:hidden}
.controls{display:flex;flex-wrap:wrap;gap:6px 14px;padding:6px 2px}
.controls label{display:flex;flex-direction:column;color:#69707d;font-size:11px}
.controls select{min-width:150px;max-width:190px;padding:3px}
.markdown p,.markdown h1,.markdown h2,.markdown h3{margin:4px 0}.markdown a{color:#006bb4;text-decoration:none}
.empty{color:#98a2b3;text-align:center;padding-top:30px}.failed{color:#bd271e}
`;
