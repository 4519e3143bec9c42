import Table from 'cli-table3';
import pc from 'picocolors';

const none = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
  mid: '',
  'mid-mid': '',
};

/** Rows under a head, without lines; numbers (a column name that ends in `#`) stand to the right. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: head.map((name) => pc.dim(name.replace(/#$/, ''))),
    colAligns: head.map((name) => (name.endsWith('#') ? 'right' : 'left')),
    chars: none,
    style: { head: [], border: [], 'padding-left': 2, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
