import type { Dashboard, Panel, Row, SavedSearch } from './model.ts';
import { controlsPanel, navigationPanel } from './navigation.ts';

/** Columns of a dashboard's grid. */
export const gridWidth = 48;

/** A panel and its place in grid units; one row of the grid is about 20 pixels. */
export interface PlacedPanel {
  readonly panel: Panel;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const headHeight = 7;
const searchHeight = 18;

/** Links and controls, then the rows, then the first saved search. */
export function layOut(dashboard: Dashboard): PlacedPanel[] {
  const head: Row = {
    height: headHeight,
    panels: [[navigationPanel(dashboard), 16], controlsPanel(dashboard)],
  };
  const [first] = dashboard.searches;
  const foot: Row[] = first === undefined ? [] : [{ height: searchHeight, panels: [searchPanel(first)] }];
  return placeRows([head, ...dashboard.rows, ...foot]);
}

function searchPanel(search: SavedSearch): Panel {
  return { kind: 'search', title: search.title, search };
}

/**
 * Rows below each other; panels without a width share what the others leave.
 * @throws Error when a row is wider than the grid
 */
export function placeRows(rows: readonly Row[]): PlacedPanel[] {
  const placed: PlacedPanel[] = [];
  let y = 0;
  for (const { height, panels } of rows) {
    const widths = rowWidths(panels.map((entry) => (isSized(entry) ? entry[1] : undefined)));
    let x = 0;
    panels.forEach((entry, i) => {
      const w = widths[i]!;
      placed.push({ panel: isSized(entry) ? entry[0] : entry, x, y, w, h: height });
      x += w;
    });
    y += height;
  }
  return placed;
}

function isSized(entry: Row['panels'][number]): entry is readonly [Panel, number] {
  return Array.isArray(entry);
}

function rowWidths(given: readonly (number | undefined)[]): number[] {
  let left = gridWidth - given.reduce<number>((total, width) => total + (width ?? 0), 0);
  let open = given.filter((width) => width === undefined).length;
  if (left < 0 || (open > 0 && left < open)) {
    throw new Error(
      `A row of ${given.length} panels takes ${gridWidth - left} columns and more; there are ${gridWidth}`,
    );
  }
  return given.map((width) => {
    if (width !== undefined) return width;
    const share = Math.floor(left / open);
    left -= share;
    open--;
    return share;
  });
}
